import { describe, expect, it } from "vitest";

import { held, LARGEST, moved, nearest, reaching, toMap, toScreen, towards, WHOLE, zoomed } from "./plane";

const SIDE = 600;
const ALL = () => true;
const CROSS = [
  { x: 0.5, y: 0.5 },
  { x: 0.8, y: 0.5 },
  { x: 0.5, y: 0.2 },
  { x: 0.1, y: 0.52 },
];

describe("the map", () => {
  it("finds the place on the screen back in the map", () => {
    const view = held({ x: 0.3, y: 0.6, scale: 3 });
    const there = toMap(view, toScreen(view, { x: 0.25, y: 0.7 }, SIDE), SIDE);
    expect(there.x).toBeCloseTo(0.25);
    expect(there.y).toBeCloseTo(0.7);
  });

  it("keeps the place under the pointer while it zooms", () => {
    const at = { x: 350, y: 250 };
    const before = toMap(WHOLE, at, SIDE);
    const after = toMap(zoomed(WHOLE, 2.5, at, SIDE), at, SIDE);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  it("is never smaller than whole, never larger than the largest, and never leaves the points", () => {
    expect(zoomed(WHOLE, 0.1, { x: 0, y: 0 }, SIDE)).toEqual(WHOLE);
    expect(zoomed(WHOLE, 1000, { x: 300, y: 300 }, SIDE).scale).toBe(LARGEST);
    expect(moved({ x: 0.5, y: 0.5, scale: 2 }, { x: 9999, y: -9999 }, SIDE)).toEqual({ x: 0.25, y: 0.75, scale: 2 });
  });

  it("points at the nearest within reach, among those that are shown", () => {
    const at = toScreen(WHOLE, { x: 0.79, y: 0.5 }, SIDE);
    expect(nearest(CROSS, ALL, WHOLE, at, SIDE, 20)).toBe(1);
    expect(nearest(CROSS, (index) => index !== 1, WHOLE, at, SIDE, 20)).toBeNull();
  });

  it("goes by arrow keys to what lies ahead, and nowhere at the edge", () => {
    expect(towards(CROSS, ALL, 0, { x: 1, y: 0 })).toBe(1);
    expect(towards(CROSS, ALL, 0, { x: 0, y: -1 })).toBe(2);
    expect(towards(CROSS, ALL, 0, { x: -1, y: 0 })).toBe(3);
    expect(towards(CROSS, ALL, 1, { x: 1, y: 0 })).toBeNull();
  });

  it("moves only as far as needed to see a point", () => {
    const close = held({ x: 0.2, y: 0.2, scale: 4 });
    expect(reaching(close, { x: 0.25, y: 0.25 })).toEqual(close);
    expect(reaching(close, { x: 0.8, y: 0.5 })).toEqual({ x: 0.8, y: 0.5, scale: 4 });
  });
});
