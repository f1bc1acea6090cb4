import { useEffect } from "react";

import { type InsideQuestion, lookInside } from "@/api/marks";
import { useLatest } from "@/api/useLatest";

/** Follows the drawing through the same kind of gate as the reading does. */
export function useInside(question: InsideQuestion | null) {
  const { answer, error, ask, reset } = useLatest(lookInside);
  const { task, image, model, glyph, index } = question ?? {};
  useEffect(() => {
    if (!task || !image || !model) reset();
    else ask({ task, image, model, glyph: glyph ?? 0, index });
  }, [task, image, model, glyph, index, ask, reset]);
  return { inside: answer, error };
}
