import { describe, expect, it } from "vitest";

import { isBlank, NEW_HISTORY, step, type History, type Step } from "./history";
import type { Stroke } from "./strokes";

const stroke = (size: number): Stroke => ({ tool: "brush", size, pressed: false, points: [{ x: 0, y: 0, pressure: 0.5 }] });
const draw = (size: number): Step => ({ kind: "stroke", stroke: stroke(size) });
const play = (...steps: Step[]): History => steps.reduce(step, NEW_HISTORY);
const sizes = (history: History) => history.present.strokes.map((each) => each.size);

describe("history", () => {
  it("takes back and brings back stroke by stroke", () => {
    expect(sizes(play(draw(1), draw(2), { kind: "undo" }))).toEqual([1]);
    expect(sizes(play(draw(1), draw(2), { kind: "undo" }, { kind: "redo" }))).toEqual([1, 2]);
  });

  it("brings a cleared drawing back", () => {
    expect(sizes(play(draw(1), draw(2), { kind: "clear" }))).toEqual([]);
    expect(sizes(play(draw(1), draw(2), { kind: "clear" }, { kind: "undo" }))).toEqual([1, 2]);
  });

  it("forgets what was undone once something new is drawn", () => {
    expect(sizes(play(draw(1), { kind: "undo" }, draw(3), { kind: "redo" }))).toEqual([3]);
  });

  it("does nothing at either end", () => {
    expect(play({ kind: "undo" }, { kind: "redo" }, { kind: "clear" })).toBe(NEW_HISTORY);
  });

  it("begins anew with a picture, and undo returns the strokes", () => {
    const background = { file: new Blob(), name: "seven.png", bitmap: null };
    const history = play(draw(1), { kind: "background", background });
    expect(history.present).toEqual({ strokes: [], background });
    expect(sizes(step(history, { kind: "undo" }))).toEqual([1]);
  });

  it("keeps a bounded past", () => {
    const history = play(...Array.from({ length: 300 }, (_, i) => draw(i)));
    expect(history.past).toHaveLength(200);
    expect(history.present.strokes).toHaveLength(300);
  });
});

describe("isBlank", () => {
  it("holds for a board that was only erased on", () => {
    expect(isBlank({ strokes: [{ ...stroke(1), tool: "eraser" }], background: null })).toBe(true);
    expect(isBlank(play(draw(1)).present)).toBe(false);
  });
});
