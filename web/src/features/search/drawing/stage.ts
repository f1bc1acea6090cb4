import { type Drawing, isBlank } from "@/components/board/history";
import { PAGE_WIDTH, type Point } from "@/components/board/geometry";

/** `begun`: there is ink, but not enough to look for anything. */
export type Stage = "empty" | "begun" | "drawn";

/** A dot, or the start of a first line, says nothing yet; in page units. */
const LEAST = PAGE_WIDTH * 0.04;

/** How far the hand has come. A picture that was put on the board is as good as drawn. */
export function stageOf(drawing: Drawing): Stage {
  if (isBlank(drawing)) return "empty";
  if (drawing.background) return "drawn";
  const ink = drawing.strokes.filter(({ tool }) => tool === "brush");
  const first = ink[0]?.points[0];
  const isFar = ({ x, y }: Point) => first !== undefined && Math.hypot(x - first.x, y - first.y) >= LEAST;
  return ink.some(({ points }) => points.some(isFar)) ? "drawn" : "begun";
}

/** Somebody brought the picture and has drawn nothing on it. */
export const isBrought = ({ background, strokes }: Drawing) => background !== null && strokes.length === 0;
