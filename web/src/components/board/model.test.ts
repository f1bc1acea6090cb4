import { describe, expect, it, vi } from "vitest";

import { BRUSH, createBoard } from "./model";

const TIP = { tool: "brush", size: 30, pressed: false } as const;
const at = (x: number, y: number) => ({ x, y, pressure: 0.5 });

function boardOf(width: number, height: number) {
  const board = createBoard();
  board.resize({ width, height }, 1);
  return board;
}

describe("the board", () => {
  it("tells of the drawing while a stroke is being drawn", () => {
    const board = boardOf(600, 400);
    const heard = vi.fn();
    board.onDrawing(heard);
    board.pen.down(TIP, at(10, 10));
    board.pen.move([at(20, 20)]);
    expect(heard).toHaveBeenCalledTimes(2);
    expect(heard.mock.lastCall?.[0].isEmpty).toBe(false);
  });

  it("is drawn on with the arrow keys alone", () => {
    const board = boardOf(600, 400);
    board.moveCursor({ x: 100, y: 0 });
    board.liftOrLower();
    board.moveCursor({ x: 0, y: 50 });
    board.liftOrLower();
    const [stroke] = board.state().history.present.strokes;
    expect(stroke!.points.map(({ x, y }) => [x, Math.round(y)])).toEqual([
      [600, 333],
      [600, 383],
    ]);
  });

  it("finishes the stroke when the keyboard's pen is put away", () => {
    const board = boardOf(600, 400);
    board.liftOrLower();
    board.hideCursor();
    expect(board.state().history.present.strokes).toHaveLength(1);
    expect(board.pen.isDown).toBe(false);
  });

  it("keeps the cursor on the board", () => {
    const board = boardOf(600, 300);
    board.moveCursor({ x: 9999, y: -9999 });
    expect(board.state().cursor).toEqual({ x: 1000, y: 0 });
  });

  it("keeps every stroke in sight when a phone is turned", () => {
    const board = boardOf(800, 400);
    board.pen.down(TIP, at(990, 490));
    board.pen.up();
    board.resize({ width: 400, height: 800 }, 2);
    const { view } = board.state();
    expect(view.x).toBeLessThanOrEqual(0);
    expect(view.x + view.width).toBeGreaterThanOrEqual(1000);
    expect(view.height).toBeGreaterThan(500);
  });

  it("bounds the brush", () => {
    const board = createBoard();
    board.choose({ size: 1000 });
    expect(board.state().size).toBe(BRUSH.largest);
  });

  it("hands over the very bytes of a picture until something is drawn on it", async () => {
    vi.stubGlobal("createImageBitmap", () => Promise.resolve({ width: 100, height: 300 }));
    const board = boardOf(600, 300);
    const file = new Blob(["picture"]);
    await board.load(file, "seven.png");
    const snapshot = board.snapshot();
    expect(await snapshot.picture()).toBe(file);
    expect(snapshot.frame).toEqual({ x: expect.closeTo(0.4167, 3), y: 0, width: expect.closeTo(0.1667, 3), height: 1 });
    vi.unstubAllGlobals();
  });
});
