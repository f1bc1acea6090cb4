import { expect, it } from "vitest";

import type { LessonClass } from "@/api/types";

import { obstacleOf } from "./ready";

const classes = (...counts: number[]): { class_list: LessonClass[] } => ({
  class_list: counts.map((examples, id) => ({ id, name: `class ${id}`, examples, covers: [] })),
});

it("asks for two classes with two pictures each, and says which lacks them", () => {
  expect(obstacleOf(classes(), false)).toEqual({ kind: "classes" });
  expect(obstacleOf(classes(90), false)).toEqual({ kind: "classes" });
  expect(obstacleOf(classes(5, 0), false)).toEqual({ kind: "empty", name: "class 1" });
  expect(obstacleOf(classes(1, 5), false)).toEqual({ kind: "one", name: "class 0" });
  expect(obstacleOf(classes(2, 2), false)).toBeNull();
});
it("waits for what is on its way", () => expect(obstacleOf(classes(9, 9), true)).toEqual({ kind: "uploading" }));
