import type { Raster } from "@/api/types";

import { PALETTES, stepOf } from "../raster/palette";

/** What each cell of a picture speaks for a label, row by row; below zero: against it. */
export interface Cells {
  rows: number;
  columns: number;
  values: Float32Array;
}

export function cellsOf({ data, height, width, minimum, maximum }: Raster): Cells {
  const bytes = atob(data);
  const values = Float32Array.from({ length: height * width }, (_, i) => minimum + (bytes.charCodeAt(i) / 255) * (maximum - minimum));
  return { rows: height, columns: width, values };
}

/** The amount at which the colours end, the same to either side; never zero. */
export const spanOf = ({ values }: Cells) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);

/** Four neighbours of a place and their shares, by Catmull and Rom (1974): smooth, and exact at the middle of a cell. */
interface Taps {
  at: Int32Array;
  share: Float32Array;
}

const NEIGHBOURS = 4;

function tapsOf(length: number, cells: number): Taps {
  const at = new Int32Array(length * NEIGHBOURS);
  const share = new Float32Array(length * NEIGHBOURS);
  for (let i = 0; i < length; i++) {
    const place = ((i + 0.5) / length) * cells - 0.5; // the middle of cell 0 is at 0
    const left = Math.floor(place);
    const t = place - left;
    const weights = [((2 - t) * t - 1) * t, (3 * t - 5) * t * t + 2, ((4 - 3 * t) * t + 1) * t, (t - 1) * t * t];
    for (let k = 0; k < NEIGHBOURS; k++) {
      at[i * NEIGHBOURS + k] = Math.min(cells - 1, Math.max(0, left + k - 1));
      share[i * NEIGHBOURS + k] = (weights[k] ?? 0) / 2;
    }
  }
  return { at, share };
}

/** The cells as a smooth picture of `width` × `height` values, within the range of the cells. */
export function smoothed({ rows, columns, values }: Cells, width: number, height: number): Float32Array {
  const across = tapsOf(width, columns);
  const down = tapsOf(height, rows);
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const wide = new Float32Array(rows * width); // each row of cells, stretched
  for (let row = 0; row < rows; row++)
    for (let x = 0; x < width; x++) wide[row * width + x] = mixed(values, row * columns, 1, across, x);
  const full = new Float32Array(height * width);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) full[y * width + x] = Math.min(most, Math.max(least, mixed(wide, x, width, down, y)));
  return full;
}

function mixed(values: Float32Array, start: number, step: number, { at, share }: Taps, i: number): number {
  let sum = 0;
  for (let k = i * NEIGHBOURS; k < (i + 1) * NEIGHBOURS; k++) sum += (values[start + (at[k] ?? 0) * step] ?? 0) * (share[k] ?? 0);
  return sum;
}

/** Colour says for or against, opacity how much: [red, green, blue, opacity], 0–255. */
export function colourOf(value: number, span: number): [number, number, number, number] {
  const share = Math.min(1, Math.max(-1, value / span));
  const step = stepOf(0.5 + share / 2);
  const { signed } = PALETTES;
  return [signed[step] ?? 0, signed[step + 1] ?? 0, signed[step + 2] ?? 0, Math.round(255 * Math.abs(share) ** 0.9)];
}

const COLOURS = 1024;

/** The heat map of cells as pixels, ready for a canvas. */
export function heatPixels(cells: Cells, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const span = spanOf(cells);
  const table = new Uint8ClampedArray((COLOURS + 1) * 4);
  for (let i = 0; i <= COLOURS; i++) table.set(colourOf((2 * i) / COLOURS - 1, 1), i * 4);
  const pixels = new Uint8ClampedArray(width * height * 4);
  smoothed(cells, width, height).forEach((value, i) => {
    const place = Math.round(((Math.min(1, Math.max(-1, value / span)) + 1) / 2) * COLOURS) * 4;
    for (let k = 0; k < 4; k++) pixels[i * 4 + k] = table[place + k] ?? 0;
  });
  return pixels;
}

/** At most so many pixels are painted while one looks; a screen shows no more, and the slider stays quick. */
export const MOST_PIXELS = 2_000_000;

/** The size of the heat map for a picture: its own, unless that is more than a screen shows. */
export function heatSize(width: number, height: number, most = MOST_PIXELS): { width: number; height: number } {
  const shrink = Math.min(1, Math.sqrt(most / Math.max(1, width * height)));
  return { width: Math.max(1, Math.round(width * shrink)), height: Math.max(1, Math.round(height * shrink)) };
}
