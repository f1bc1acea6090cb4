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

/** Share of the numbers that a palette tells apart; a few giants would otherwise make all others pale. */
const SEEN = 0.99;

/** The amount at which a palette ends: 99 % of the numbers are no larger. */
export function spanOf(maps: Maps): number {
  const counts = new Uint32Array(256);
  for (const byte of maps.bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const amounts = [...counts.keys()].map((byte) => ({ byte, amount: Math.abs(valueOf(maps, byte)) }));
  let left = maps.bytes.length * (1 - SEEN);
  for (const { byte, amount } of amounts.sort((a, b) => b.amount - a.amount)) {
    left -= counts[byte] ?? 0;
    if (left < 0 && amount > 0) return amount;
  }
  return 1;
}

/**
 * The place of each of the 256 byte values on a palette, 0–1. Signed numbers put zero in the middle, and equal steps
 * to either side mean equal amounts; others begin at zero.
 */
export function placesOf(maps: Maps, signed: boolean): Float32Array {
  const span = spanOf(maps);
  const place = (value: number) => (signed ? 0.5 + value / (2 * span) : value / span);
  return Float32Array.from({ length: 256 }, (_, byte) => Math.min(1, Math.max(0, place(valueOf(maps, byte)))));
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
