import { describe, expect, it } from "vitest";

import { PALETTES, stepOf } from "./palette";
import { decodeRaster, placesOf, spanOf, valueAt } from "./raster";

const packed = (bytes: number[], minimum: number, maximum: number, height = 1) => ({
  count: 1,
  height,
  width: bytes.length / height,
  minimum,
  maximum,
  data: btoa(String.fromCharCode(...bytes)),
});

describe("decodeRaster", () => {
  it("gives back the numbers row by row", () => {
    const maps = decodeRaster(packed([0, 255, 51, 102], -1, 4, 2));
    expect(valueAt(maps, 0, 0, 0)).toBe(-1);
    expect(valueAt(maps, 0, 0, 1)).toBe(4);
    expect(valueAt(maps, 0, 1, 0)).toBeCloseTo(0);
    expect(valueAt(maps, 0, 1, 1)).toBeCloseTo(1);
  });

  it("refuses a raster that is too short", () => {
    expect(() => decodeRaster({ ...packed([1, 2], 0, 1), width: 3 })).toThrow("A raster of 3 numbers arrived with 2.");
  });
});

describe("placesOf", () => {
  it("puts zero in the middle of signed numbers, however lopsided they are", () => {
    const places = placesOf(decodeRaster(packed([0, 255], -1, 4)), true);
    expect(places[51]).toBeCloseTo(0.5);
    expect(places[255]).toBeCloseTo(1);
    expect(places[0]).toBeCloseTo(0.375);
  });

  it("spans the palette with unsigned numbers", () => {
    const places = placesOf(decodeRaster(packed([0, 255], 0, 9)), false);
    expect([places[0], places[255]]).toEqual([0, 1]);
  });
});

it("does not let one giant make all other numbers pale", () => {
  const most = Array.from({ length: 400 }, (_, i) => i % 26);
  expect(spanOf(decodeRaster(packed([...most, 255], 0, 255)))).toBe(25);
});

const lightness = (palette: Uint8ClampedArray, place: number) => {
  const at = stepOf(place);
  return 0.2126 * palette[at]! + 0.7152 * palette[at + 1]! + 0.0722 * palette[at + 2]!;
};

describe("palettes", () => {
  it("grow steadily lighter with the amount", () => {
    for (let place = 0.05; place <= 1; place += 0.05)
      expect(lightness(PALETTES.amount, place)).toBeGreaterThan(lightness(PALETTES.amount, place - 0.05));
  });

  it("are lightest at zero for signed numbers, and equally dark at both ends", () => {
    expect(lightness(PALETTES.signed, 0.5)).toBeGreaterThan(230);
    expect(Math.abs(lightness(PALETTES.signed, 0) - lightness(PALETTES.signed, 1))).toBeLessThan(25);
  });
});
