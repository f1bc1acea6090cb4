import { type RefObject, useLayoutEffect, useState } from "react";

import type { Point, Size } from "@/components/faces/geometry";

export type Frame = Point & Size;

/** Marks the element that a picture fills. */
export const PROBE = "data-probe";

/** Where the two pictures lie in their common parent, in CSS px; null until both are there. `key` changes with the pictures. */
export function useFrames(parent: RefObject<HTMLElement | null>, key: string): readonly [Frame, Frame] | null {
  const [frames, setFrames] = useState<readonly [Frame, Frame] | null>(null);
  useLayoutEffect(() => {
    const element = parent.current;
    if (!element) return;
    const probes = () => [...element.querySelectorAll<HTMLElement>(`[${PROBE}]`)];
    const measure = () => {
      const origin = element.getBoundingClientRect();
      const [first, second] = probes().map((probe): Frame => {
        const { left, top, width, height } = probe.getBoundingClientRect();
        return { x: left - origin.left, y: top - origin.top, width, height };
      });
      setFrames(first && second ? [first, second] : null);
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    // A picture that has come in has its own size only then.
    const arrivals = new MutationObserver(() => {
      for (const probe of probes()) sizes.observe(probe);
      measure();
    });
    arrivals.observe(element, { childList: true, subtree: true });
    for (const probe of probes()) sizes.observe(probe);
    return () => {
      sizes.disconnect();
      arrivals.disconnect();
    };
  }, [parent, key]);
  return frames;
}
