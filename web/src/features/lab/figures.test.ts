import { expect, it } from "vitest";

import type { ModelCard } from "@/api/types";

import { accuracyOf, errorsByClass } from "./figures";

const figure = (metric: string, value: number, data: string) => ({ metric, value, data, protocol: "", commit: "" });
const card = (...metrics: ReturnType<typeof figure>[]) => ({ metrics }) as unknown as ModelCard;

it("prefers the accuracy on test data", () => {
  expect(accuracyOf(card(figure("accuracy", 0.99, "MNIST training file"), figure("accuracy", 0.98, "MNIST test set")))?.value).toBe(0.98);
});

it("takes what there is, and nothing where there is nothing", () => {
  expect(accuracyOf(card(figure("log_loss", 0.1, ""), figure("accuracy", 0.99, "validation")))?.value).toBe(0.99);
  expect(accuracyOf(card())).toBeNull();
});

it("counts the errors of each true label", () => {
  const errors = errorsByClass([
    [9, 1],
    [0, 0],
  ]);
  expect(errors[0]).toBeCloseTo(0.1);
  expect(errors[1]).toBe(0);
});
