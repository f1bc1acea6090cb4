import { useCallback } from "react";

import { cutoffOf, type Thresholds } from "../bands";
import { useDraft } from "../useDraft";
import type { QueryUrl } from "../useQueryUrl";

export interface Cut {
  cutoff: number;
  /** Nobody moved it. */
  isUsual: boolean;
  choose(cutoff: number | null): void;
}

/** Where the hits are cut off. `usual`: at the weak mark, or, while somebody draws, not at all. */
export function useCut({ query, adjust }: QueryUrl, thresholds: Thresholds | null, usual: "weak" | "all"): Cut {
  const commit = useCallback((next: number | null) => adjust({ cutoff: next }), [adjust]);
  const [chosen, choose] = useDraft(query.cutoff, commit);
  const cutoff = usual === "all" || !thresholds ? (chosen ?? -1) : cutoffOf(chosen, thresholds);
  return { cutoff, isUsual: chosen === null, choose };
}
