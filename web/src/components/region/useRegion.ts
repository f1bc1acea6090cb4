import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";

import type { Box } from "@/api/types";

import { afterKey, type Handle, isLargeEnough, moved, type Point, pointIn, resized, rounded, type Size, spanned } from "./region";

interface Gesture {
  pointer: number;
  /** Null: draws anew. */
  grip: Handle | "inside" | null;
  from: Point;
  before: Box | null;
}

function during({ grip, from, before }: Gesture, to: Point, picture: Size): Box | null {
  if (grip === null || !before) return spanned(from, to, picture);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return grip === "inside" ? moved(before, dx, dy, picture) : resized(before, grip, dx, dy, picture);
}

/** Pointer and keys on a picture as a rectangle; `onChange` hears of it when the hand or the key comes up. */
export function useRegion(box: Box | null, picture: Size, onChange: (box: Box | null) => void) {
  const [draft, setDraft] = useState<Box | null>(null);
  const gesture = useRef<Gesture | null>(null);
  const shown = draft ?? box;

  const reached = (event: PointerEvent<HTMLElement>, current: Gesture) => {
    const to = pointIn(event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY, picture);
    return during(current, to, picture);
  };
  const finish = (next: Box | null) => {
    gesture.current = null;
    setDraft(null);
    if (next && isLargeEnough(next, picture)) onChange(rounded(next, picture));
  };

  return {
    shown,
    handlers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        if (event.button !== 0 || gesture.current) return;
        const grip = (event.target as HTMLElement).dataset.grip as Handle | "inside" | undefined;
        const from = pointIn(event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY, picture);
        event.currentTarget.setPointerCapture(event.pointerId);
        gesture.current = { pointer: event.pointerId, grip: grip ?? null, from, before: box };
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (gesture.current?.pointer === event.pointerId) setDraft(reached(event, gesture.current));
      },
      onPointerUp(event: PointerEvent<HTMLElement>) {
        // The last move may not have been rendered yet: what counts is where the hand let go.
        if (gesture.current?.pointer === event.pointerId) finish(reached(event, gesture.current));
      },
      onPointerCancel() {
        gesture.current = null;
        setDraft(null);
      },
      onKeyDown(event: KeyboardEvent) {
        const next = afterKey(shown, event, picture);
        if (next === null) return;
        event.preventDefault();
        event.stopPropagation();
        if (next !== "gone") return setDraft(next);
        setDraft(null);
        onChange(null);
      },
      onKeyUp: () => finish(draft),
      onBlur: () => finish(draft),
    },
  };
}
