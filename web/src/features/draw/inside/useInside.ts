import { useEffect } from "react";

import { type InsideQuestion, lookInside } from "@/api/digits";
import { useLatest } from "@/api/useLatest";

/** Follows the drawing through the same kind of gate as the reading does. */
export function useInside(question: InsideQuestion | null) {
  const { answer, error, ask, reset } = useLatest(lookInside);
  const { image, model, glyph, digit } = question ?? {};
  useEffect(() => {
    if (!image || !model) reset();
    else ask({ image, model, glyph: glyph ?? 0, digit });
  }, [image, model, glyph, digit, ask, reset]);
  return { inside: answer, error };
}
