import { describe, expect, it } from "vitest";

import type { Drawing } from "@/components/board/history";
import type { Stroke } from "@/components/board/strokes";

import { isBrought, stageOf } from "./stage";

const line = (...places: [number, number][]): Stroke => ({ tool: "brush", size: 10, pressed: false, points: places.map(([x, y]) => ({ x, y, pressure: 0.5 })) });
const drawn = (...strokes: Stroke[]): Drawing => ({ strokes, background: null });
const background = { file: new Blob(), name: "fish.png", bitmap: null };

describe("how far a drawing has come", () => {
  it("is empty without ink, whatever was erased", () => {
    expect(stageOf(drawn())).toBe("empty");
    expect(stageOf(drawn({ ...line([0, 0], [900, 900]), tool: "eraser" }))).toBe("empty");
  });
  it("is only begun with a dot, or with dots on one spot", () => {
    expect(stageOf(drawn(line([500, 500])))).toBe("begun");
    expect(stageOf(drawn(line([500, 500]), line([510, 505])))).toBe("begun");
  });
  it("is drawn with a line, or with dots far apart", () => {
    expect(stageOf(drawn(line([500, 500], [560, 500])))).toBe("drawn");
    expect(stageOf(drawn(line([100, 100]), line([800, 700])))).toBe("drawn");
  });
  it("is drawn with a picture", () => expect(stageOf({ strokes: [], background })).toBe("drawn"));
});

it("a picture counts as brought until somebody draws on it", () => {
  expect(isBrought({ strokes: [], background })).toBe(true);
  expect(isBrought({ strokes: [line([0, 0])], background })).toBe(false);
  expect(isBrought(drawn(line([0, 0])))).toBe(false);
});
