import { describe, expect, it } from "vitest";

import type { Band, Hit } from "@/api/types";

import { bandOf, chanceHits, countsOf, cutoffOf, isMixed, isShown, rangeOf, sectionsOf } from "./bands";

const thresholds = { strong: 0.8, weak: 0.6 };
const hit = (score: number, band: Band = bandOf(score, thresholds)) => ({ score, band, rank_score: score, inliers: null }) as Hit;

describe("bands", () => {
  it("begin at their thresholds", () => expect([0.8, 0.799, 0.6, 0.599, -1].map((score) => bandOf(score, thresholds))).toEqual(["strong", "weak", "weak", "none", "none"]));
  it("are counted", () => expect(countsOf([hit(0.9), hit(0.7), hit(0.65), hit(0.1)])).toEqual({ strong: 1, weak: 2, none: 1 }));
});

describe("the cut-off", () => {
  it("ends where the weak band ends unless one is chosen", () => expect([cutoffOf(null, thresholds), cutoffOf(0.3, thresholds)]).toEqual([0.6, 0.3]));
  it("hides what scores less and nothing else", () => expect([0.6, 0.59].map((score) => isShown(hit(score), 0.6, thresholds))).toEqual([true, false]));
  it("never hides a hit whose points agree", () =>
    expect([hit(0.2, "strong"), hit(0.7, "strong")].map((proven) => isShown(proven, 0.9, thresholds))).toEqual([true, true]));
  it("hides a strong hit when it is moved above it", () => expect(isShown(hit(0.85), 0.9, thresholds)).toBe(false));
});

describe("sections", () => {
  const reranked = [hit(0.7), hit(0.9), hit(0.5), hit(0.85)];
  it("put strong before weak before none, each in the ranking's order", () =>
    expect(sectionsOf(reranked, "bands", thresholds).map(({ kind, hits }) => [kind, hits.map(({ score }) => score)])).toEqual([
      ["strong", [0.9, 0.85]],
      ["weak", [0.7]],
      ["none", [0.5]],
    ]));
  it("begin with what is sure by its points, also where the score would do", () => {
    const points = (score: number) => ({ ...hit(score, "strong"), inliers: 80 });
    const verified = [points(0.4), points(0.85), points(0.3), hit(0.9), hit(0.7)];
    expect(sectionsOf(verified, "bands", thresholds).map(({ kind, hits }) => [kind, hits.map(({ score }) => score)])).toEqual([
      ["proven", [0.4, 0.85, 0.3]],
      ["strong", [0.9]],
      ["weak", [0.7]],
    ]);
  });
  it("can be one, as ranked", () => expect(sectionsOf(reranked, "rank", thresholds)).toEqual([{ kind: "all", hits: reranked }]));
  it("leave out what is empty", () => expect([sectionsOf([], "bands", thresholds), sectionsOf([], "rank", thresholds)]).toEqual([[], []]));
  it("are worth a choice only where bands are mixed", () => expect([isMixed(reranked), isMixed([hit(0.9), hit(0.7), hit(0.7), hit(0.1)])]).toEqual([true, false]));
});

describe("chance hits", () => {
  it("grow with the library", () => expect([chanceHits(0.8, 100_000, thresholds), chanceHits(0.7, 2_000, thresholds)]).toEqual([1, 2]));
  it("are not guessed below the weak band", () => expect(chanceHits(0.59, 10, thresholds)).toBeNull());
});

it("puts all scores and both marks on the slider", () => {
  const { least, most } = rangeOf([hit(0.95), hit(0.31)], thresholds);
  expect(least).toBeLessThanOrEqual(0.31);
  expect(least).toBeGreaterThan(0.1);
  expect(most).toBe(1);
});
