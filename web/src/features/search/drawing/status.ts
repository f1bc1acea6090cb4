import { ProblemError } from "@/api/client";
import type { NamingLabel } from "@/api/types";

/** The server sees too little ink to look for: nothing to shout about while somebody has only begun. */
export const isQuiet = (error: unknown) => error instanceof ProblemError && error.problem.status === 422 && error.problem.code === "request";

const MOST_LOOKS = 3;
const LEAST_SHARE = 0.05;
/** Below this the likeliest of a hundred classes is hardly more than a guess. */
const SURE = 0.2;

export interface Looks {
  labels: readonly NamingLabel[];
  isSure: boolean;
}

/** The few things worth saying that a drawing looks like; null where there is none. */
export function looksOf(labels: readonly NamingLabel[]): Looks | null {
  const [first] = labels;
  if (!first) return null;
  const worth = labels.slice(0, MOST_LOOKS).filter(({ probability }, index) => index === 0 || probability >= LEAST_SHARE);
  return { labels: worth, isSure: first.probability >= SURE };
}
