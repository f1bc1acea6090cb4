import { describe, expect, it } from "vitest";

import { type Cells, cellsOf, colourOf, heatPixels, heatSize, smoothed, spanOf } from "./heat";

const cells = (rows: number, columns: number, values: number[]): Cells => ({ rows, columns, values: Float32Array.from(values) });

/** The same sum the slow way: sixteen neighbours of one place, each with the product of its two shares. */
function atPlace({ rows, columns, values }: Cells, x: number, y: number): number {
  const kernel = (distance: number) => {
    const d = Math.abs(distance);
    return d < 1 ? 1.5 * d ** 3 - 2.5 * d ** 2 + 1 : d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0;
  };
  const inside = (place: number, most: number) => Math.min(most - 1, Math.max(0, place));
  let sum = 0;
  for (let row = -2; row < rows + 2; row++)
    for (let column = -2; column < columns + 2; column++)
      sum += kernel(y - row) * kernel(x - column) * values[inside(row, rows) * columns + inside(column, columns)]!;
  return Math.min(Math.max(...values), Math.max(Math.min(...values), sum));
}

describe("cells", () => {
  it("are unpacked row by row", () => {
    const raster = { count: 1, height: 2, width: 2, minimum: -1, maximum: 4, data: btoa(String.fromCharCode(0, 255, 51, 102)) };
    expect([...cellsOf(raster).values].map((value) => Math.round(value * 1e5) / 1e5)).toEqual([-1, 4, 0, 1]);
  });
  it("span the same to either side of zero", () => expect([spanOf(cells(1, 3, [-5, 0, 2])), spanOf(cells(1, 1, [0])) > 0]).toEqual([5, true]));
});

describe("smoothing", () => {
  it("leaves even ground even", () => expect(new Set(smoothed(cells(3, 2, [7, 7, 7, 7, 7, 7]), 11, 13))).toEqual(new Set([7])));
  it("keeps what a cell says in its middle", () => {
    const given = cells(2, 3, [1, -2, 3, 0, 5, -4]);
    const full = smoothed(given, 9, 6); // three pixels a cell
    given.values.forEach((value, i) => expect(full[(Math.floor(i / 3) * 3 + 1) * 9 + (i % 3) * 3 + 1]).toBeCloseTo(value, 5));
  });
  it("agrees with the sum over sixteen neighbours everywhere", () => {
    const given = cells(3, 4, [1, -2, 3, 0, 5, -4, 2, 2, -1, 0, 6, 1]);
    const [width, height] = [17, 10];
    smoothed(given, width, height).forEach((value, i) => {
      const [x, y] = [(((i % width) + 0.5) / width) * 4 - 0.5, ((Math.floor(i / width) + 0.5) / height) * 3 - 0.5];
      expect(value).toBeCloseTo(atPlace(given, x, y), 4);
    });
  });
  it("never says more than a cell did", () => {
    const full = smoothed(cells(1, 4, [0, 9, 0, -9]), 64, 1);
    expect([Math.max(...full) <= 9, Math.min(...full) >= -9]).toEqual([true, true]);
  });
});

describe("colours", () => {
  it("are none where nothing is said", () => expect(colourOf(0, 3)[3]).toBe(0));
  it("are blue for and orange against", () => {
    const [red, , blue] = colourOf(3, 3);
    const [redAgainst, , blueAgainst] = colourOf(-3, 3);
    expect([blue > red, redAgainst > blueAgainst]).toEqual([true, true]);
  });
  it("cover more where more is said", () => expect(colourOf(2, 6)[3]).toBeGreaterThan(colourOf(1, 6)[3]));
  it("fill every pixel of the picture", () => {
    const pixels = heatPixels(cells(1, 2, [-1, 1]), 8, 3);
    expect([pixels.length, pixels[3], pixels[31]]).toEqual([8 * 3 * 4, 255, 255]);
  });
});

describe("the size", () => {
  it("is the picture's own", () => expect(heatSize(640, 480)).toEqual({ width: 640, height: 480 }));
  it("ends where a screen does, in the same shape", () => {
    const { width, height } = heatSize(8000, 4000, 1_000_000);
    expect([width / height, width * height <= 1_001_000]).toEqual([2, true]);
  });
});
