import { type PointerEvent, useRef } from "react";

import type { Rect } from "./geometry";
import type { BoardModel } from "./model";
import { pressureOf } from "./pen";
import type { StrokePoint } from "./strokes";

/** Bit of `buttons` that a pen's eraser end sets. */
const ERASER_END = 32;

interface Position {
  clientX: number;
  clientY: number;
  pressure: number;
  pointerType: string;
}

function pointOf(event: Position, box: DOMRect, view: Rect): StrokePoint {
  return {
    x: view.x + ((event.clientX - box.left) / box.width) * view.width,
    y: view.y + ((event.clientY - box.top) / box.height) * view.height,
    pressure: pressureOf(event),
  };
}

/** Between two frames a fast hand moves far; the browser keeps the places in between. */
function placesIn(event: PointerEvent): Position[] {
  const between = event.nativeEvent.getCoalescedEvents?.() ?? [];
  return between.length > 0 ? between : [event.nativeEvent];
}

/** One pointer at a time draws; a palm or a second finger is left out. */
export function usePointerPen(board: BoardModel, disabled: boolean) {
  const drawing = useRef<{ pointer: number; box: DOMRect } | null>(null);

  function onPointerDown(event: PointerEvent<HTMLCanvasElement>): void {
    if (disabled || drawing.current || event.button > 0) return;
    board.hideCursor();
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.current = { pointer: event.pointerId, box: event.currentTarget.getBoundingClientRect() };
    const { tool, size, view } = board.state();
    const turned = (event.buttons & ERASER_END) !== 0;
    board.pen.down(
      { tool: turned ? "eraser" : tool, size, pressed: event.pointerType === "pen" },
      pointOf(event.nativeEvent, drawing.current.box, view),
    );
  }

  function onPointerMove(event: PointerEvent<HTMLCanvasElement>): void {
    const mine = drawing.current;
    if (!mine || mine.pointer !== event.pointerId) return;
    const { view } = board.state();
    board.pen.move(placesIn(event).map((place) => pointOf(place, mine.box, view)));
  }

  /** A stroke that the system takes away is kept: what one has seen appear should not vanish. */
  function onPointerEnd(event: PointerEvent<HTMLCanvasElement>): void {
    if (drawing.current?.pointer !== event.pointerId) return;
    drawing.current = null;
    board.pen.up();
  }

  return { onPointerDown, onPointerMove, onPointerUp: onPointerEnd, onPointerCancel: onPointerEnd };
}
