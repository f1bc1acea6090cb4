import type { Box, FaceLandmarks } from "@/api/types";

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Square extends Point {
  side: number;
}

export const middleOf = ({ x1, y1, x2, y2 }: Box): Point => ({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 });

/** In the order in which one would draw them: eyes, nose, corners of the mouth. */
export const pointsOf = ({ left_eye, right_eye, nose, mouth_left, mouth_right }: FaceLandmarks): Point[] => [left_eye, right_eye, nose, mouth_left, mouth_right];

/** A square around a face with air on all sides (`air` is a share of the longer side), moved and shrunk so that it lies in the picture. */
export function cropOf(box: Box, { width, height }: Size, air = 0.25): Square {
  const { x, y } = middleOf(box);
  const wished = Math.max(box.x2 - box.x1, box.y2 - box.y1) * (1 + 2 * air);
  const side = Math.max(1, Math.min(wished, width, height));
  const within = (middle: number, length: number) => Math.min(Math.max(middle - side / 2, 0), length - side);
  return { x: within(x, width), y: within(y, height), side };
}

/** The crop as a CSS background of a square of any size, in percent. */
export function backgroundOf({ x, y, side }: Square, { width, height }: Size): { backgroundSize: string; backgroundPosition: string } {
  const share = (start: number, length: number) => (length > side ? (100 * start) / (length - side) : 0);
  return {
    backgroundSize: `${(100 * width) / side}% ${(100 * height) / side}%`,
    backgroundPosition: `${share(x, width)}% ${share(y, height)}%`,
  };
}

/** Which face has the focus after a key; null: the key is not ours. */
export function nextFace(key: string, index: number, total: number): number | null {
  if (total === 0) return null;
  if (key === "ArrowRight" || key === "ArrowDown") return (index + 1) % total;
  if (key === "ArrowLeft" || key === "ArrowUp") return (index - 1 + total) % total;
  if (key === "Home") return 0;
  return key === "End" ? total - 1 : null;
}

/** Where the nose of a head of radius 1 points to on the page (x to the right, y down), before the head is tilted. Degrees. */
export function noseOf({ yaw, pitch }: { yaw: number; pitch: number }): Point {
  const radians = Math.PI / 180;
  return { x: Math.sin(yaw * radians) * Math.cos(pitch * radians), y: -Math.sin(pitch * radians) };
}
