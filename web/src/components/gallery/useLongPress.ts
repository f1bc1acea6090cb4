import { type PointerEvent, useEffect, useRef } from "react";

const LONG = 450; // ms
const STILL = 10; // px

/** A finger that rests on something: the touch screen's way to begin a selection. */
export function useLongPress(onLongPress: (() => void) | null) {
  const timer = useRef<number | undefined>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const long = useRef(false);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const stop = () => window.clearTimeout(timer.current);
  const onPointerDown = (event: PointerEvent) => {
    long.current = false;
    if (event.pointerType !== "touch" || !onLongPress) return;
    start.current = { x: event.clientX, y: event.clientY };
    timer.current = window.setTimeout(() => {
      long.current = true;
      onLongPress();
    }, LONG);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (Math.hypot(event.clientX - start.current.x, event.clientY - start.current.y) > STILL) stop();
  };
  return {
    handlers: { onPointerDown, onPointerMove, onPointerUp: stop, onPointerCancel: stop, onPointerLeave: stop },
    /** Whether the click that comes now ends a long press. */
    wasLong: () => long.current,
  };
}
