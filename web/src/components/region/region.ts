import type { Box } from "@/api/types";

/** Everything in px of the picture, so that a region means the same however large the picture is shown. */
export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Which edges a handle drags: "n", "se", … */
export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type Handle = (typeof HANDLES)[number];

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** A region below this many px says nothing: a sixteenth of the shorter side, but not less than 8 px. */
export const leastSide = ({ width, height }: Size) => Math.min(width, height, Math.max(8, Math.min(width, height) / 16));

/** The rectangle between two points, within the picture. */
export function spanned(from: Point, to: Point, { width, height }: Size): Box {
  const [x1, x2] = [from.x, to.x].map((x) => clamp(x, 0, width)).sort((a, b) => a - b) as [number, number];
  const [y1, y2] = [from.y, to.y].map((y) => clamp(y, 0, height)).sort((a, b) => a - b) as [number, number];
  return { x1, y1, x2, y2 };
}

/** Moved as a whole; the picture's edges stop it. */
export function moved(box: Box, dx: number, dy: number, { width, height }: Size): Box {
  const x = clamp(dx, -box.x1, width - box.x2);
  const y = clamp(dy, -box.y1, height - box.y2);
  return { x1: box.x1 + x, y1: box.y1 + y, x2: box.x2 + x, y2: box.y2 + y };
}

/** The dragged edges follow; they stop at the picture's edges and before the region gets too small. */
export function resized(box: Box, handle: Handle, dx: number, dy: number, picture: Size): Box {
  const least = leastSide(picture);
  const next = { ...box };
  if (handle.includes("w")) next.x1 = clamp(box.x1 + dx, 0, Math.max(0, box.x2 - least));
  if (handle.includes("e")) next.x2 = clamp(box.x2 + dx, Math.min(picture.width, box.x1 + least), picture.width);
  if (handle.includes("n")) next.y1 = clamp(box.y1 + dy, 0, Math.max(0, box.y2 - least));
  if (handle.includes("s")) next.y2 = clamp(box.y2 + dy, Math.min(picture.height, box.y1 + least), picture.height);
  return next;
}

export const isLargeEnough = (box: Box, picture: Size) =>
  box.x2 - box.x1 >= leastSide(picture) && box.y2 - box.y1 >= leastSide(picture);

/** The middle half: where a region begins for those who do not draw it. */
export const middleOf = ({ width, height }: Size): Box => ({ x1: width / 4, y1: height / 4, x2: (width * 3) / 4, y2: (height * 3) / 4 });

/** Whole pixels, still within the picture. */
export function rounded(box: Box, { width, height }: Size): Box {
  const [x1, y1] = [Math.floor(Math.max(0, box.x1)), Math.floor(Math.max(0, box.y1))];
  return { x1, y1, x2: Math.max(x1 + 1, Math.min(width, Math.round(box.x2))), y2: Math.max(y1 + 1, Math.min(height, Math.round(box.y2))) };
}

/** Where an element shows a point of the screen, in px of the picture it fills. */
export function pointIn(frame: { left: number; top: number; width: number; height: number }, x: number, y: number, picture: Size): Point {
  return { x: ((x - frame.left) / frame.width) * picture.width, y: ((y - frame.top) / frame.height) * picture.height };
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface Keystroke {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
}

/** Arrows move the region, with Shift they move its lower right corner; with Ctrl in small steps. Null: not our key. */
export function afterKey(box: Box | null, { key, shiftKey, ctrlKey }: Keystroke, picture: Size): Box | null | "gone" {
  if (!box) return key === "Enter" || key === " " ? middleOf(picture) : null;
  if (key === "Delete" || key === "Backspace") return "gone";
  const [x, y] = ARROWS[key] ?? [0, 0];
  if (x === 0 && y === 0) return null;
  const step = ctrlKey ? 1 : Math.max(1, Math.min(picture.width, picture.height) / 50);
  return shiftKey ? resized(box, "se", x * step, y * step, picture) : moved(box, x * step, y * step, picture);
}
