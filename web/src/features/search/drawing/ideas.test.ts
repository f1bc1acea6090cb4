import { describe, expect, it } from "vitest";

import { drawingOf, IDEA_PAGE, IDEAS, pathOf } from "./ideas";
import { stageOf } from "./stage";

describe.each(IDEAS)("the idea of a %s", (idea) => {
  const places = drawingOf(idea).strokes.flatMap(({ points }) => points);
  it("is enough to search by", () => expect(stageOf(drawingOf(idea))).toBe("drawn"));
  it("stays on its page", () => {
    expect(Math.min(...places.flatMap(({ x, y }) => [x, y]))).toBeGreaterThan(50);
    expect(Math.max(...places.flatMap(({ x, y }) => [x, y]))).toBeLessThan(IDEA_PAGE.width - 50);
  });
  it("has a small picture with as many lines", () => expect(pathOf(idea).match(/M/g)).toHaveLength(drawingOf(idea).strokes.length));
});
