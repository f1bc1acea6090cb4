import { useCallback, useMemo, useRef, useState } from "react";

import { NARROW_BENCH, useMedia } from "../useMedia";

const AIR = 12;

/** On a narrow screen the board sticks to the top and hides what scrolls below it: so many px of the hits. */
export function useCovered() {
  const narrow = useMedia(NARROW_BENCH);
  const [height, setHeight] = useState(0);
  const observer = useRef<ResizeObserver | null>(null);
  const ref = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (!element) return;
    observer.current = new ResizeObserver(() => setHeight(Math.round(element.getBoundingClientRect().height)));
    observer.current.observe(element);
  }, []);
  const edges = useMemo(() => ({ top: AIR + (narrow ? height : 0), bottom: AIR }), [narrow, height]);
  return { ref, edges };
}
