import { describe, expect, it } from "vitest";

import { between, cellsOf, fullOf, lightPixels, pixelOf } from "./attention";

const even = cellsOf(Array.from({ length: 8 }, () => Array.from({ length: 8 }, () => 1 / 64)));
const corner = cellsOf([
  [1, 0],
  [0, 0],
]);

describe("a map", () => {
  it("keeps its rows and columns", () => expect(cellsOf([[0.1, 0.2, 0.3], [0.1, 0.2, 0.1]])).toMatchObject({ rows: 2, columns: 3 }));
  it("of the sentence with the most light sets the scale", () => expect(fullOf([corner, even])).toBe(1));
  it("that points nowhere does not seem to point", () => expect(fullOf([even])).toBeCloseTo(4 / 64, 6));
  it("glides from one to another", () => expect([...between(Float32Array.of(0, 1), Float32Array.of(1, 0), 0.25)]).toEqual([0.25, 0.75]));
});

describe("light", () => {
  it("leaves the photo as it is where the model looked most", () => expect(pixelOf(1, "light")[3]).toBe(0));
  it("dims more the less the model looked", () => {
    const veils = [0, 0.2, 0.5, 0.9].map((share) => pixelOf(share, "light")[3]);
    expect(veils).toEqual([...veils].sort((a, b) => b - a));
    expect(new Set(veils).size).toBe(4);
  });
  it("in colours is brighter where the model looked", () => expect(pixelOf(1, "colours")[1]).toBeGreaterThan(pixelOf(0.3, "colours")[1]));
  it("lies where the cell lies", () => {
    const pixels = lightPixels(corner, 1, "light", 20, 10);
    const veilAt = (x: number, y: number) => pixels[(y * 20 + x) * 4 + 3]!;
    expect(veilAt(0, 0)).toBe(0);
    expect([veilAt(19, 0), veilAt(0, 9), veilAt(19, 9)].every((veil) => veil > 150)).toBe(true);
  });
  it("has no steps: neighbours differ by little", () => {
    const pixels = lightPixels(corner, 1, "light", 64, 64);
    const row = Array.from({ length: 64 }, (_, x) => pixels[x * 4 + 3]!);
    expect(Math.max(...row.slice(1).map((veil, x) => Math.abs(veil - row[x]!)))).toBeLessThan(24);
  });
});
