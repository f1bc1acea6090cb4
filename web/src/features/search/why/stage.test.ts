import { describe, expect, it } from "vitest";

import { linesOf, MOST_LINES, stageOf } from "./stage";

const wide = { width: 400, height: 200 };
const tall = { width: 300, height: 600 };

describe("the stage", () => {
  it("makes both pictures equally tall side by side", () => {
    const { query, hit, width, height } = stageOf(wide, tall, false);
    expect([query.height, hit.height, query.width, hit.width]).toEqual([1000, 1000, 2000, 500]);
    expect([hit.x + hit.width, height]).toEqual([width, 1000]);
    expect(hit.x).toBeGreaterThan(query.width);
  });
  it("makes them equally wide one above the other", () => {
    const { query, hit, height } = stageOf(wide, tall, true);
    expect([query.width, hit.width, query.height, hit.height]).toEqual([1000, 1000, 500, 2000]);
    expect(hit.y + hit.height).toBe(height);
  });
});

describe("lines", () => {
  it("join the same places however large the pictures are shown", () => {
    const stage = stageOf(wide, tall, false);
    const [line] = linesOf([{ x1: 200, y1: 100, x2: 0, y2: 600 }], stage, wide, tall);
    expect(line).toEqual({ x1: 1000, y1: 500, x2: stage.hit.x, y2: 1000 });
  });
  it("are thinned out evenly", () => {
    const points = Array.from({ length: 600 }, (_, i) => ({ x1: i, y1: 0, x2: 0, y2: 0 }));
    const lines = linesOf(points, stageOf({ width: 1000, height: 1000 }, tall, false), { width: 1000, height: 1000 }, tall);
    expect(lines).toHaveLength(MOST_LINES);
    expect(lines.slice(0, 3).map(({ x1 }) => x1)).toEqual([0, 10, 20]);
  });
  it("are none where nothing agrees", () => expect(linesOf([], stageOf(wide, tall, true), wide, tall)).toEqual([]));
});
