import { expect, it } from "vitest";

import { draggedFrom, groupedBy } from "./dragging";

it("reads what was dragged, and nothing that was not", () => {
  expect(draggedFrom("[[1,2],[3,null]]")).toEqual([[1, 2], [3, null]]);
  expect(["", "x", "{}", "[1]", '[["a",2]]'].map(draggedFrom)).toEqual([null, null, null, null, null]);
});
it("knows where each came from, and leaves alone what is there", () =>
  expect([...groupedBy([[1, 7], [2, 8], [3, 7], [4, 9]], 9)]).toEqual([
    [7, [1, 3]],
    [8, [2]],
  ]));
