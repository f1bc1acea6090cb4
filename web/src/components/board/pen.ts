import type { Point } from "./geometry";
import type { Stroke, StrokePoint, Tool } from "./strokes";

export interface PenTip {
  tool: Tool;
  size: number;
  pressed: boolean;
}

/** One stroke in the making, whoever leads it: mouse, finger, pen or arrow keys. */
export interface Pen {
  readonly isDown: boolean;
  down(tip: PenTip, point: StrokePoint): void;
  move(points: readonly StrokePoint[]): void;
  up(): void;
}

export interface PenListener {
  /** Called with a fresh object each time, so that it may be kept as a snapshot. */
  onStroke(stroke: Stroke): void;
  onFinish(stroke: Stroke): void;
}

export function createPen(listener: PenListener): Pen {
  let stroke: Stroke | null = null;
  return {
    get isDown() {
      return stroke !== null;
    },
    down(tip, point) {
      stroke = { ...tip, points: [point] };
      listener.onStroke(stroke);
    },
    move(points) {
      if (!stroke || points.length === 0) return;
      stroke = { ...stroke, points: [...stroke.points, ...points] };
      listener.onStroke(stroke);
    },
    up() {
      const finished = stroke;
      stroke = null;
      if (finished) listener.onFinish(finished);
    },
  };
}

/** Mice report 0.5 while pressed and some pens 0 on the first event; neither should make a thin start. */
export const pressureOf = (event: { pointerType: string; pressure: number }) =>
  event.pointerType === "pen" && event.pressure > 0 ? event.pressure : 0.5;

export const PIECE = 14;

/** The arrow keys' steps, in page units; with Shift the cursor takes bigger ones. */
export function stepOf(key: string, big: boolean): Point | null {
  const length = big ? PIECE * 4 : PIECE;
  switch (key) {
    case "ArrowLeft":
      return { x: -length, y: 0 };
    case "ArrowRight":
      return { x: length, y: 0 };
    case "ArrowUp":
      return { x: 0, y: -length };
    case "ArrowDown":
      return { x: 0, y: length };
    default:
      return null;
  }
}
