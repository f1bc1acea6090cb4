import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";

import { moved, type Spot, type View, zoomed } from "./plane";

const STILL = 6; // px that a tap may tremble
const WHEEL = 0.0025; // of a doubling, for each px of the wheel

interface GesturesProps {
  frame: RefObject<HTMLElement | null>;
  side: number;
  setView(change: (view: View) => View): void;
  /** A mouse passes over a place, or a place is pressed. */
  onPoint(at: Spot, by: "pass" | "press", touch: boolean): void;
}

const middle = ([a, b]: readonly [Spot, Spot]): Spot => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const apart = ([a, b]: readonly [Spot, Spot]) => Math.hypot(a.x - b.x, a.y - b.y);

/** Dragging moves the map, two fingers or Ctrl and the wheel zoom it, a tap points. Plain scrolling stays the page's. */
export function useMapGestures({ frame, side, setView, onPoint }: GesturesProps) {
  const fingers = useRef(new Map<number, Spot>());
  const way = useRef(0);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault(); // the browser would zoom the page
      const at = placeOf(element, event);
      setView((view) => zoomed(view, 2 ** (-event.deltaY * WHEEL), at, side));
    };
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [frame, side, setView]);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (fingers.current.size === 0) way.current = 0;
    fingers.current.set(event.pointerId, placeOf(event.currentTarget, event));
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const at = placeOf(event.currentTarget, event);
    const before = fingers.current.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") onPoint(at, "pass", false);
      return;
    }
    const others = [...fingers.current].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    way.current += Math.hypot(at.x - before.x, at.y - before.y);
    fingers.current.set(event.pointerId, at);
    const [other] = others;
    if (other) setView((view) => zoomed(moved(view, difference(middle([other, at]), middle([other, before])), side), apart([other, at]) / Math.max(1, apart([other, before])), middle([other, at]), side));
    else if (way.current > STILL) setView((view) => moved(view, difference(at, before), side));
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const alone = fingers.current.size === 1;
    fingers.current.delete(event.pointerId);
    if (alone && way.current <= STILL) onPoint(placeOf(event.currentTarget, event), "press", event.pointerType !== "mouse");
  };
  const onPointerCancel = (event: PointerEvent<HTMLElement>) => void fingers.current.delete(event.pointerId);
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel };
}

const difference = (a: Spot, b: Spot): Spot => ({ x: a.x - b.x, y: a.y - b.y });

function placeOf(element: Element, { clientX, clientY }: { clientX: number; clientY: number }): Spot {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

/** The side of a square element in px, as the page lays it out. */
export function useSide(frame: RefObject<HTMLElement | null>): number {
  const [side, setSide] = useState(600);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setSide(Math.max(1, element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return side;
}
