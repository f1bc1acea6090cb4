import type { SketchAsked, SketchLook } from "@/api/types";

export type Mark = "own" | "right" | "wrong";

/** How a hit is marked: by shape and word, not by colour alone. */
export function markOf(look: SketchLook, asked: SketchAsked, hit: number): Mark {
  if (hit === asked.own) return "own";
  return look.points[hit]?.category === look.points[asked.point]?.category ? "right" : "wrong";
}

/** A small generator of numbers in 0 to 1, the same for the same seed (Mulberry32, T. Ettinger 2017). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many drawings by chance, none twice; of one category if it is given. */
export function drawn(look: SketchLook, count: number, seed: number, category: string): SketchAsked[] {
  const all = look.asked.filter(({ point }) => !category || look.points[point]?.category === category);
  const random = randomFrom(seed);
  const chosen = all.map((asked) => ({ asked, at: random() })).sort((a, b) => a.at - b.at);
  return chosen.slice(0, count).map(({ asked }) => asked);
}
