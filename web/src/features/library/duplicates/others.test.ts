import { expect, it } from "vitest";

import type { DuplicateGroup, Picture } from "@/api/types";

import { bytesOfOthers, othersOf, readLeast, stateOf } from "./others";

const picture = (id: number, bytes: number) => ({ id, bytes }) as Picture;
const group: DuplicateGroup = { pictures: [picture(4, 100), picture(7, 30), picture(9, 20)], best: 4, reason: "most pixels", least_score: 0.95 };

it("the suggested one is none of the others", () => expect(othersOf(group)).toEqual([7, 9]));
it("counts the bytes of the others", () => expect(bytesOfOthers([group, group])).toBe(100));
it("knows what is selected of a group", () => {
  const states = [[], [7], [7, 9], [4], [4, 7, 9]].map((ids) => stateOf(group, new Set(ids)));
  expect(states).toEqual(["none", "some", "others", "some", "all"]);
});
it("a threshold in a link must make sense", () => {
  expect([readLeast("0.92"), readLeast(""), readLeast("2"), readLeast("x"), readLeast("0")]).toEqual([0.92, undefined, undefined, undefined, undefined]);
});
