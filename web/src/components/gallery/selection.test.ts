import { expect, it } from "vitest";

import { joined, NONE, span, toggled, without } from "./selection";

it("a second toggle takes a picture out again", () => {
  expect([...toggled(NONE, 5)]).toEqual([5]);
  expect([...toggled(toggled(NONE, 5), 5)]).toEqual([]);
});
it("a change leaves the old selection as it was", () => {
  const before = new Set([1, 2]);
  toggled(before, 3);
  without(before, [1]);
  joined(before, [9]);
  expect([...before]).toEqual([1, 2]);
});
it("ranges join what is selected", () => expect([...joined(new Set([1, 7]), [2, 3, 1])].sort()).toEqual([1, 2, 3, 7]));
it("what has gone leaves the selection", () => expect([...without(new Set([1, 2, 3]), [2, 8])]).toEqual([1, 3]));
it("a range reads the same from either end", () => expect([span(9, 4), span(4, 9)]).toEqual([[4, 9], [4, 9]]));
it("a range without an anchor is one picture", () => expect(span(null, 4)).toEqual([4, 4]));
