import { createContext, useContext } from "react";

import type { Measure } from "./query";
import { distanceText, nearText, scoreText } from "./score";

/** How nearness is said all over the page. */
export const MeasureContext = createContext<Measure>("cosine");

export function useNear() {
  const measure = useContext(MeasureContext);
  return {
    measure,
    near: (score: number) => nearText(score, measure),
    nearOf: (hit: { score: number; distance: number }) => (measure === "distance" ? distanceText(hit.distance) : scoreText(hit.score)),
  };
}
