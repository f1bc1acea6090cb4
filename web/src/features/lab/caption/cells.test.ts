import { describe, expect, it } from "vitest";

import { cellsOf, stepped } from "./cells";

describe("the map of a word", () => {
  it("is read row by row", () => {
    const { rows, columns, values } = cellsOf([
      [0, 0.5, 1],
      [0.25, 0, 0],
    ]);
    expect([rows, columns]).toEqual([2, 3]);
    expect([...values]).toEqual([0, 0.5, 1, 0.25, 0, 0]);
  });

  it("may be missing", () => {
    expect(cellsOf([])).toMatchObject({ rows: 0, columns: 0 });
  });
});

describe("going through the words", () => {
  it("stops at both ends", () => {
    expect(stepped(0, -1, 3)).toBe(0);
    expect(stepped(0, 1, 3)).toBe(1);
    expect(stepped(2, 1, 3)).toBe(2);
  });
});
