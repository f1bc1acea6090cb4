import { expect, it } from "vitest";

import type { ModelCard } from "@/api/types";

import { familiesOf } from "./families";

const card = (name: string, task: string, ...labels: string[]) => ({ name, task, labels }) as unknown as ModelCard;

it("puts models with the same labels into one family, in the order of their story", () => {
  const families = familiesOf([
    card("flowers", "classify", "rose", "tulip"),
    card("cats-dogs", "classify", "cat", "dog"),
    card("mine", "classify", "Dog", "Cat"),
    card("digits-cnn", "digits", "0"),
    card("catsdogs-classic", "classify", "cat", "dog"),
    card("digits-fcn", "digits", "0"),
    card("vectors", "projection"),
  ]);
  expect(families.map(({ key, cards }) => [key, ...cards.map(({ name }) => name)])).toEqual([
    ["digits", "digits-fcn", "digits-cnn"],
    ["cat-dog", "catsdogs-classic", "cats-dogs", "mine"],
    ["rose-tulip", "flowers"],
  ]);
});

it("knows which benchmark measures them", () => {
  const families = familiesOf([card("letters-cnn", "letters", "A"), card("photo", "photo", "tench"), card("a", "classify", "x")]);
  expect(families.map(({ benchmark }) => benchmark)).toEqual(["letters", "classify", "classify"]);
});
