import { getStroke } from "perfect-freehand";

import type { Point } from "./geometry";

export type Tool = "brush" | "eraser";

export interface StrokePoint extends Point {
  /** 0–1; 0.5 where the device has no pressure. */
  pressure: number;
}

export interface Stroke {
  tool: Tool;
  /** Width of the line in page units. */
  size: number;
  /** A real pen tells its pressure; for mouse and finger the line keeps its width. */
  pressed: boolean;
  points: readonly StrokePoint[];
}

/** Digits are read from the line's shape, so only a pen may change its width much. */
const THINNING = { pressed: 0.55, plain: 0 };

/** The closed outline around a stroke, ready to be filled. A single tap gives a dot. */
export function outlineOf(stroke: Stroke): Point[] {
  const outline = getStroke(stroke.points as StrokePoint[], {
    size: stroke.size,
    thinning: stroke.pressed ? THINNING.pressed : THINNING.plain,
    smoothing: 0.6,
    streamline: 0.35,
    simulatePressure: false,
    last: true,
  });
  return outline.map(([x, y]) => ({ x: x as number, y: y as number }));
}

export interface PathPen {
  moveTo(x: number, y: number): void;
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void;
  closePath(): void;
}

/** Walks the outline through the middles of its edges, each corner bending the curve, so that no corner is seen. */
export function traceOutline(outline: readonly Point[], pen: PathPen): void {
  const last = outline.at(-1);
  const first = outline[0];
  if (!first || !last) return;
  pen.moveTo((last.x + first.x) / 2, (last.y + first.y) / 2);
  outline.forEach((corner, i) => {
    const next = outline[(i + 1) % outline.length] ?? first;
    pen.quadraticCurveTo(corner.x, corner.y, (corner.x + next.x) / 2, (corner.y + next.y) / 2);
  });
  pen.closePath();
}
