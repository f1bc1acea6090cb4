import { expect, it } from "vitest";

import type { ModelCard } from "@/api/types";

import { accuracyOf, countOf, errorsByClass, wilson } from "./figures";

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

it("reads how many pictures a figure was counted on", () => {
  expect(countOf(figure("accuracy", 0.99, "Dogs vs Cats, test_set (1000 pictures)"))).toBe(1000);
  expect(countOf(figure("accuracy", 0.99, "validation"))).toBeNull();
});

it("gives Wilson's interval", () => {
  const [low, high] = wilson(0.99, 1000); // where |0.99 − p| = z √(p (1 − p) / n), found by trying
  expect(low).toBeCloseTo(0.98169, 4);
  expect(high).toBeCloseTo(0.99456, 4);
  expect(wilson(1, 10)[1]).toBe(1);
  expect(wilson(0, 0)).toEqual([0, 1]);
});
