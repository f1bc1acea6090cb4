/** Where the model looked for a word, as light on the photo. */
import { type Cells, smoothed } from "@/components/naming/heat";
import { PALETTES, stepOf } from "@/components/raster/palette";

/** Light leaves the photo bright where the model looked; colours lie over it, and show on dark photos too. */
export type Look = "light" | "colours";

export function cellsOf(attention: readonly (readonly number[])[]): Cells {
  return { rows: attention.length, columns: attention[0]?.length ?? 0, values: Float32Array.from(attention.flat()) };
}

/**
 * The amount at which the light is full: the largest of the sentence, so that words can be compared. At least four
 * times an even spread, else a model that looked nowhere in particular would seem to point.
 */
export function fullOf(maps: readonly Cells[]): number {
  const cells = maps[0]?.values.length || 1;
  return maps.reduce((most, { values }) => values.reduce((a, b) => Math.max(a, b), most), 4 / cells);
}

/** Halfway between two maps, for a light that glides. */
export function between(from: Float32Array, to: Float32Array, share: number): Float32Array {
  return to.map((value, i) => (from[i] ?? 0) * (1 - share) + value * share);
}

const VEIL = [10, 10, 18] as const; // almost black, a little blue
const DIM = 0.74;
const COLOUR = 0.82;

/** [red, green, blue, opacity], 0–255, for a share of the full light, 0–1. */
export function pixelOf(share: number, look: Look): [number, number, number, number] {
  if (look === "light") return [...VEIL, Math.round(255 * DIM * (1 - share ** 0.55))];
  const step = stepOf(share);
  const { amount } = PALETTES;
  return [amount[step] ?? 0, amount[step + 1] ?? 0, amount[step + 2] ?? 0, Math.round(255 * (0.5 + (COLOUR - 0.5) * share))];
}

const SHADES = 512;

/** The smooth map as pixels, ready for a canvas. */
export function lightPixels(cells: Cells, full: number, look: Look, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const table = new Uint8ClampedArray((SHADES + 1) * 4);
  for (let i = 0; i <= SHADES; i++) table.set(pixelOf(i / SHADES, look), i * 4);
  const pixels = new Uint8ClampedArray(width * height * 4);
  smoothed(cells, width, height).forEach((value, i) => {
    const shade = Math.round(Math.min(1, Math.max(0, value / full)) * SHADES) * 4;
    pixels.set(table.subarray(shade, shade + 4), i * 4);
  });
  return pixels;
}
