import type { Lesson } from "@/api/types";

/** The server learns from so many pictures of each class at least. */
const FEWEST = 2;

export type Obstacle = { kind: "classes" } | { kind: "empty" | "one"; name: string } | { kind: "uploading" };

/** Why a lesson cannot be taught now; null: it can. */
export function obstacleOf({ class_list }: Pick<Lesson, "class_list">, uploading: boolean): Obstacle | null {
  if (class_list.length < 2) return { kind: "classes" };
  const short = class_list.find(({ examples }) => examples < FEWEST);
  if (uploading) return { kind: "uploading" };
  return short ? { kind: short.examples === 0 ? "empty" : "one", name: short.name } : null;
}
