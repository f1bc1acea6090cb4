import { expect, it } from "vitest";

import { nextBatch } from "./batches";
import { markOf, readBegun, written } from "./sent";

const file = { name: "1.jpg", webkitRelativePath: "pets/cats/1.jpg", size: 10, lastModified: 5 };

it("knows a file again, and tells it from every other", () => {
  const marks = [file, { ...file }, { ...file, webkitRelativePath: "pets/dogs/1.jpg" }, { ...file, size: 11 }, { ...file, lastModified: 6 }].map((each) => markOf(each, "cats"));
  expect(marks[0]).toBe(marks[1]);
  expect(new Set([...marks, markOf(file, "dogs")]).size).toBe(5);
});
it("gives ten thousand files ten thousand marks", () =>
  expect(new Set(Array.from({ length: 10_000 }, (_, i) => markOf({ ...file, webkitRelativePath: `pets/cats/${i}.jpg` }, "cats"))).size).toBe(10_000));
it("remembers an upload that was begun", () => {
  const begun = { title: "pets", total: 3, sent: new Set(["a", "b"]) };
  expect(readBegun(written(begun))).toEqual(begun);
  expect(readBegun(written({ ...begun, sent: new Set() }))?.sent.size).toBe(0);
});
it("forgets what it cannot read", () => expect([null, "", "{", "{}", '{"title":1}'].map(readBegun)).toEqual([null, null, null, null, null]));

it("sends small files many at a time and large ones alone", () => {
  expect(nextBatch(Array.from({ length: 100 }, () => 10), 24, 1000)).toBe(24);
  expect(nextBatch([600, 300, 200, 10], 24, 1000)).toBe(2);
  expect(nextBatch([5000, 10], 24, 1000)).toBe(1);
  expect(nextBatch([400, 500], 24, 1000)).toBe(2);
});
