import { describe, expect, it } from "vitest";

import { layoutFor, moved, pagesBetween, rowsOf, thumbnailFor } from "./grid";

describe("a grid's layout", () => {
  it("fills the width exactly", () => {
    for (const width of [280, 358, 777, 1340]) {
      const { columns, tile } = layoutFor(width, "medium", 6);
      expect(columns * tile + (columns - 1) * 6).toBeCloseTo(width);
    }
  });
  it("has more columns on a wider page", () => {
    expect([layoutFor(358, "medium", 6).columns, layoutFor(1340, "medium", 6).columns]).toEqual([3, 7]);
  });
  it("keeps two large tiles side by side on a phone", () => expect(layoutFor(358, "large", 6).columns).toBe(2));
  it("has a row for the rest", () => expect([rowsOf(0, 7), rowsOf(7, 7), rowsOf(8, 7)]).toEqual([0, 1, 2]));
});

// 0 1 2 3
// 4 5 6 7
// 8 9
const grid = { total: 10, columns: 4, page: 2 };
const go = (key: string, from: number, whole = false) => moved(key, whole, from, grid);

describe("keys in a grid", () => {
  it("go left and right over the ends of rows", () => expect([go("ArrowRight", 3), go("ArrowLeft", 4)]).toEqual([4, 3]));
  it("go up and down in a column", () => expect([go("ArrowDown", 1), go("ArrowUp", 9)]).toEqual([5, 5]));
  it("stop at the first and the last tile", () => expect([go("ArrowLeft", 0), go("ArrowRight", 9), go("ArrowUp", 2)]).toEqual([0, 9, 2]));
  it("reach a short last row from a column that it lacks", () => expect(go("ArrowDown", 7)).toBe(9));
  it("stay in the last row", () => expect(go("ArrowDown", 8)).toBe(8));
  it("go to the ends of the row", () => expect([go("Home", 6), go("End", 5), go("End", 8)]).toEqual([4, 7, 9]));
  it("go to the ends of all with Ctrl", () => expect([go("Home", 6, true), go("End", 1, true)]).toEqual([0, 9]));
  it("turn pages and keep the column", () => expect([go("PageDown", 1), go("PageUp", 9), go("PageUp", 6)]).toEqual([9, 1, 2]));
  it("leave other keys alone", () => expect(go("a", 3)).toBeNull());
  it("lead nowhere in an empty grid", () => expect(moved("ArrowDown", false, 0, { ...grid, total: 0 })).toBeNull());
});

describe("pages", () => {
  it("cover the tiles in sight and no more", () => {
    expect(pagesBetween(0, 199, 200)).toEqual([0]);
    expect(pagesBetween(199, 200, 200)).toEqual([0, 1]);
    expect(pagesBetween(99_990, 99_999, 200)).toEqual([499]);
  });
  it("are none for no tiles", () => expect(pagesBetween(0, -1, 200)).toEqual([]));
  it("hold every tile between", () => {
    for (let from = 0; from < 25; from++)
      for (let to = from; to < 25; to++) {
        const slow = [...new Set(Array.from({ length: to - from + 1 }, (_, i) => Math.floor((from + i) / 7)))];
        expect(pagesBetween(from, to, 7)).toEqual(slow);
      }
  });
});

describe("a tile's picture", () => {
  it("is small for a small tile", () => expect(thumbnailFor(104, { width: 100, height: 100 }, 1)).toBe(128));
  it("is larger on a dense screen", () => expect(thumbnailFor(172, { width: 400, height: 300 }, 2)).toBe(512));
  it("is larger for a long picture, whose short side must fill the tile", () => {
    expect(thumbnailFor(140, { width: 300, height: 300 }, 1)).toBe(128);
    expect(thumbnailFor(140, { width: 600, height: 300 }, 1)).toBe(256);
  });
  it("never asks for more than 512", () => expect(thumbnailFor(600, { width: 9000, height: 100 }, 3)).toBe(512));
});
