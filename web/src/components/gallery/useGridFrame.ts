import { type RefObject, useLayoutEffect, useState } from "react";

export interface Frame {
  /** Width of the grid in px; 0 until it is known. */
  width: number;
  /** How far below the top of the document it begins. */
  top: number;
}

/** Where the grid lies in the document. What stands above it may grow or go at any time. */
export function useGridFrame(grid: RefObject<HTMLElement | null>): Frame {
  const [frame, setFrame] = useState<Frame>({ width: 0, top: 0 });
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const measure = () => {
      const { width, top } = element.getBoundingClientRect();
      const next = { width, top: Math.round(top + window.scrollY) };
      setFrame((known) => (known.width === next.width && known.top === next.top ? known : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    for (let above = element.parentElement; above && above !== document.body; above = above.parentElement)
      observer.observe(above);
    return () => observer.disconnect();
  }, [grid]);
  return frame;
}
