import { MINUS } from "@/components/ui/numbers";

import type { Measure } from "./query";

/** Two decimals, rounded down, so that a score just below a band's threshold does not look as if it reached it. */
export function scoreText(score: number): string {
  const exact = Math.round(score * 10_000);
  return (Math.floor(exact / 100) / 100).toFixed(2).replace("-", MINUS);
}

/** How far apart two unit vectors of that cosine are: 0 is the same, √2 is unrelated, 2 is the opposite. */
export const distanceOf = (score: number) => Math.sqrt(Math.max(0, 2 - 2 * score));

/** Two decimals, rounded up, for the same reason. */
export const distanceText = (distance: number) => (Math.ceil(Math.round(distance * 10_000) / 100) / 100).toFixed(2);

/** A score as the person wants nearness said. */
export const nearText = (score: number, measure: Measure) => (measure === "distance" ? distanceText(distanceOf(score)) : scoreText(score));
