import type { CurvePoint } from "@/api/types";

/** A curve as the charts want it: places on the axis, and the values of both parts. */
export interface Shaped {
  at: number[];
  train: number[];
  validation: number[];
}

export type Figure = "accuracy" | "loss";

/** More points than pixels only cost time; the first, the last and even steps between them are kept. */
export const MOST_POINTS = 120;

export function thinned<Value>(values: readonly Value[], most = MOST_POINTS): Value[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))] as Value);
}

/** Points that repeat a step replace the former ones: the last pass is the one that counts. */
export function shaped(points: readonly CurvePoint[], figure: Figure): Shaped {
  const bySteps = new Map(points.map((point) => [point.step, point]));
  const kept = thinned([...bySteps.values()].sort((a, b) => a.step - b.step));
  return {
    at: kept.map(({ step }) => step),
    train: kept.map((point) => point[`train_${figure}`]),
    validation: kept.map((point) => point[`validation_${figure}`]),
  };
}

/** Where the axis of an accuracy begins: what is interesting should not be squeezed under the upper edge. */
export function beginningOf({ train, validation }: Shaped): number {
  const least = Math.min(1, ...train, ...validation);
  return Math.max(0, Math.floor(least * 10) / 10);
}
