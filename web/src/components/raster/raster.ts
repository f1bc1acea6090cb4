import type { Raster } from "@/api/types";

/** Numbers of one or more maps, unpacked from a `Raster`. */
export interface Maps {
  count: number;
  height: number;
  width: number;
  minimum: number;
  maximum: number;
  /** (count × height × width), 0–255. */
  bytes: Uint8Array;
}

export function decodeRaster(raster: Raster): Maps {
  const { count, height, width, minimum, maximum, data } = raster;
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const expected = count * height * width;
  if (bytes.length !== expected) throw new Error(`A raster of ${expected} numbers arrived with ${bytes.length}.`);
  return { count, height, width, minimum, maximum, bytes };
}

export const valueOf = (maps: Maps, byte: number) => maps.minimum + (byte / 255) * (maps.maximum - maps.minimum);

export function valueAt(maps: Maps, index: number, y: number, x: number): number {
  return valueOf(maps, maps.bytes[(index * maps.height + y) * maps.width + x] ?? 0);
}

export const isSigned = (maps: Maps) => maps.minimum < 0;

/**
 * The place of each of the 256 byte values on a palette, 0–1. Signed numbers put zero in the middle, and equal steps
 * to either side mean equal amounts.
 */
export function placesOf(maps: Maps, signed: boolean): Float32Array {
  const places = new Float32Array(256);
  const span = Math.max(Math.abs(maps.minimum), Math.abs(maps.maximum)) || 1;
  for (let byte = 0; byte < 256; byte++) places[byte] = signed ? 0.5 + valueOf(maps, byte) / (2 * span) : byte / 255;
  return places;
}

/** Where one map is largest: what a person most likely wants to have explained. */
export function strongestPlace(maps: Maps, index: number): { y: number; x: number } {
  const start = index * maps.height * maps.width;
  let best = 0;
  for (let i = 1; i < maps.height * maps.width; i++)
    if ((maps.bytes[start + i] ?? 0) > (maps.bytes[start + best] ?? 0)) best = i;
  return { y: Math.floor(best / maps.width), x: best % maps.width };
}

/** A row of many units folded into lines, so that it fits a page; places that were added at the end are zero. */
export function foldRow(maps: Maps, longest: number): Maps {
  if (maps.count !== 1 || maps.height !== 1 || maps.width <= longest) return maps;
  const height = Math.ceil(maps.width / longest);
  const bytes = new Uint8Array(height * longest);
  bytes.set(maps.bytes);
  return { ...maps, height, width: longest, bytes };
}
