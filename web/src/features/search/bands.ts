import type { Band, Hit } from "@/api/types";

import type { Order } from "./query";

export interface Thresholds {
  strong: number;
  weak: number;
}

export const BANDS: readonly Band[] = ["strong", "weak", "none"];

/** How often an unrelated picture scores above the lower end of a band; from the server's calibration. */
export const CHANCE: Readonly<Record<"strong" | "weak", number>> = { strong: 1 / 100_000, weak: 1 / 1_000 };

/** The cut-off that holds when the person chose none: what does not match stays away. */
export const cutoffOf = (chosen: number | null, { weak }: Thresholds) => chosen ?? weak;

export const bandOf = (score: number, { strong, weak }: Thresholds): Band => (score >= strong ? "strong" : score >= weak ? "weak" : "none");

const rankOf = (band: Band) => BANDS.indexOf(band);

/** A hit in a higher band than its score earns was found sure by its points: no cut-off of scores hides it. */
export const isProven = (hit: Hit, thresholds: Thresholds) => rankOf(hit.band) < rankOf(bandOf(hit.score, thresholds));

export const isShown = (hit: Hit, cutoff: number, thresholds: Thresholds) => hit.score >= cutoff || isProven(hit, thresholds);

/** `proven`: sure by their points, whatever the score. `all`: bands mixed, in the order of the ranking. */
export type SectionKind = Band | "proven" | "all";

export interface Section {
  kind: SectionKind;
  hits: readonly Hit[];
}

/** What is sure by its points stands first in the ranking, so it reaches as far as the last hit that its score alone would not make sure. */
function proven(hits: readonly Hit[], thresholds: Thresholds): readonly Hit[] {
  const last = hits.findLastIndex((hit) => isProven(hit, thresholds));
  return hits.slice(0, last + 1).filter((hit) => hit.band === "strong" && hit.inliers);
}

/** The hits as they stand on the page. Within a section the ranking's order is kept. */
export function sectionsOf(hits: readonly Hit[], order: Order, thresholds: Thresholds): Section[] {
  if (order === "rank") return hits.length > 0 ? [{ kind: "all", hits }] : [];
  const sure = new Set(proven(hits, thresholds));
  const sections: Section[] = [
    { kind: "proven", hits: [...sure] },
    ...BANDS.map((band) => ({ kind: band, hits: hits.filter((hit) => hit.band === band && !sure.has(hit)) })),
  ];
  return sections.filter((section) => section.hits.length > 0);
}

/** Re-ranking may put a hit of a lower band before one of a higher band; only then are there two orders to choose from. */
export const isMixed = (hits: readonly Hit[]) =>
  hits.some((hit, index) => index > 0 && rankOf(hit.band) < rankOf((hits[index - 1] as Hit).band));

export function countsOf(hits: readonly Hit[]): Record<Band, number> {
  const counts = { strong: 0, weak: 0, none: 0 };
  for (const { band } of hits) counts[band] += 1;
  return counts;
}

/**
 * At most how many unrelated pictures score above a cut-off by chance, in a library of that many; null below the weak
 * band, where nothing is known.
 */
export function chanceHits(cutoff: number, pictures: number, thresholds: Thresholds): number | null {
  const band = bandOf(cutoff, thresholds);
  return band === "none" ? null : pictures * CHANCE[band];
}

/** The ends of the slider: all scores and both marks lie on it, with a little air. */
export function rangeOf(hits: readonly Hit[], { strong, weak }: Thresholds): { least: number; most: number } {
  const lowest = Math.min(weak, ...hits.map((hit) => hit.score));
  const reach = Math.max(0.05, strong - weak);
  return { least: Math.max(-1, Math.floor((lowest - reach / 4) * 100) / 100), most: Math.max(1, strong) };
}
