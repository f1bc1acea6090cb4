import { expect, it } from "vitest";

import { type KeptDrawing, pack, unpack } from "./kept";

const kept: KeptDrawing = {
  drawing: {
    strokes: [
      { tool: "brush", size: 10, pressed: true, points: [{ x: 1.25, y: 2, pressure: 0.333 }, { x: 3, y: 4.04, pressure: 1 }] },
      { tool: "eraser", size: 40, pressed: false, points: [{ x: 9, y: 9, pressure: 0.5 }] },
    ],
    background: null,
  },
  page: { width: 1000, height: 750 },
};

it("strokes come back from the browser's storage, to a tenth of a unit", () =>
  expect(unpack(pack(kept)!)).toEqual({
    page: { width: 1000, height: 750 },
    drawing: {
      strokes: [
        { tool: "brush", size: 10, pressed: true, points: [{ x: 1.3, y: 2, pressure: 0.33 }, { x: 3, y: 4, pressure: 1 }] },
        { tool: "eraser", size: 40, pressed: false, points: [{ x: 9, y: 9, pressure: 0.5 }] },
      ],
      background: null,
    },
  }));

it("a picture below the strokes is not stored: the server keeps it", () =>
  expect(pack({ ...kept, drawing: { ...kept.drawing, background: { file: new Blob(), name: "a", bitmap: null } } })).toBeNull());

it.each(["", "null", "{}", "[1]", '{"page":{},"strokes":7}'])("what is no drawing is none: %s", (text) => expect(unpack(text)).toBeNull());
