import { type PointerEvent, useRef, useState } from "react";

export type Swipe = "left" | "right" | "down" | null;

const FAR = 56; // px

/** Which way a finger went: clearly sideways or clearly down, and far enough. */
export function swipeOf(dx: number, dy: number): Swipe {
  if (Math.abs(dx) >= FAR && Math.abs(dx) > 1.5 * Math.abs(dy)) return dx < 0 ? "left" : "right";
  return dy >= FAR * 1.5 && dy > 1.5 * Math.abs(dx) ? "down" : null;
}

interface Swipes {
  left(): void;
  right(): void;
  down(): void;
}

/** The picture follows one finger; a second one is the browser's own zoom. */
export function useSwipe(swipes: Swipes) {
  const start = useRef<{ id: number; x: number; y: number } | null>(null);
  const [offset, setOffset] = useState({ x: 0, y: 0 });
  const rest = () => {
    start.current = null;
    setOffset({ x: 0, y: 0 });
  };
  const away = (event: PointerEvent) => {
    const from = start.current;
    return from && from.id === event.pointerId ? { x: event.clientX - from.x, y: event.clientY - from.y } : null;
  };
  return {
    offset,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.pointerType !== "touch") return;
        if (!event.isPrimary) rest();
        else start.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
      },
      onPointerMove: (event: PointerEvent) => {
        const by = away(event);
        if (by) setOffset({ x: by.x, y: Math.max(0, by.y) });
      },
      onPointerUp: (event: PointerEvent) => {
        const by = away(event);
        const swipe = by && swipeOf(by.x, by.y);
        rest();
        if (swipe) swipes[swipe]();
      },
      onPointerCancel: rest,
    },
  };
}
