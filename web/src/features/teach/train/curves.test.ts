import { expect, it } from "vitest";

import type { CurvePoint } from "@/api/types";

import { beginningOf, shaped, thinned } from "./curves";

const point = (step: number, accuracy = 0.5, loss = 1): CurvePoint => ({
  step,
  train_loss: loss,
  train_accuracy: accuracy,
  validation_loss: loss + 1,
  validation_accuracy: accuracy / 2,
});

it("tells the two parts of a figure apart", () =>
  expect(shaped([point(1, 0.5, 3), point(2, 0.8, 2)], "loss")).toEqual({ at: [1, 2], train: [3, 2], validation: [4, 3] }));
it("puts steps in their order, and the newest of each", () =>
  expect(shaped([point(5, 0.9), point(1, 0.2), point(5, 0.4)], "accuracy")).toEqual({ at: [1, 5], train: [0.2, 0.4], validation: [0.1, 0.2] }));
it("keeps both ends and even steps of what is too long", () => {
  expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8], 5)).toEqual([0, 2, 4, 6, 8]);
  const kept = thinned(Array.from({ length: 1000 }, (_, i) => i));
  expect([kept[0], kept.at(-1), kept.length]).toEqual([0, 999, 120]);
});
it("begins the axis a little below the lowest", () => {
  expect(beginningOf({ at: [], train: [0.93], validation: [0.87] })).toBe(0.8);
  expect(beginningOf({ at: [], train: [], validation: [] })).toBe(1);
  expect(beginningOf({ at: [], train: [0.04], validation: [1] })).toBe(0);
});
