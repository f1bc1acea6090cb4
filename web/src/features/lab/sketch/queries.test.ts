import { describe, expect, it } from "vitest";

import type { SketchLook } from "@/api/types";

import { drawn, markOf, randomFrom } from "./queries";

const point = (kind: "photo" | "sketch", category: string) => ({ x: 0, y: 0, kind, category, unseen: false });
const asked = (place: number, own: number | null) => ({
  point: place,
  part: "seen" as const,
  own,
  before: [0, 1],
  after: [1, 0],
  precision_before: 1,
  precision_after: 1,
});
const LOOK: SketchLook = {
  model: "sketch",
  version: "1",
  data: "drawn",
  measured: "2026-01-31T12:00:00+00:00",
  tile: 64,
  columns: 32,
  sprite: "0.webp",
  points: [point("photo", "cat"), point("photo", "cat"), point("photo", "cow"), point("sketch", "cat"), point("sketch", "cow"), point("sketch", "cat")],
  asked: [asked(3, 1), asked(4, null), asked(5, null)],
  categories: [],
};

describe("what drawings found", () => {
  it("tells the very photo, another of the category, and anything else", () => {
    expect([0, 1, 2].map((hit) => markOf(LOOK, LOOK.asked[0]!, hit))).toEqual(["right", "own", "wrong"]);
    expect([0, 1, 2].map((hit) => markOf(LOOK, LOOK.asked[1]!, hit))).toEqual(["wrong", "wrong", "right"]);
  });

  it("takes each drawing at most once, the same for the same seed", () => {
    const points = (seed: number) => drawn(LOOK, 10, seed, "").map(({ point: place }) => place);
    expect([...points(1)].sort()).toEqual([3, 4, 5]);
    expect(points(7)).toEqual(points(7));
    expect(new Set([1, 2, 3, 4, 5, 6].map((seed) => points(seed).join())).size).toBeGreaterThan(1);
  });

  it("takes those of one category alone", () => {
    expect(drawn(LOOK, 10, 1, "cow").map(({ point: place }) => place)).toEqual([4]);
  });

  it("spreads its numbers evenly", () => {
    const random = randomFrom(6);
    const mean = Array.from({ length: 4000 }, random).reduce((sum, value) => sum + value, 0) / 4000;
    expect(mean).toBeCloseTo(0.5, 1);
  });
});
