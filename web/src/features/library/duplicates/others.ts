import type { DuplicateGroup } from "@/api/types";

/** All of a group but the one that is suggested to keep. */
export const othersOf = (group: DuplicateGroup): number[] => group.pictures.map(({ id }) => id).filter((id) => id !== group.best);

/** What would be freed if the others left; their files stay, so this is a hint for cleaning up by hand. */
export const bytesOfOthers = (groups: readonly DuplicateGroup[]): number =>
  groups.reduce((sum, { pictures, best }) => pictures.reduce((all, { id, bytes }) => (id === best ? all : all + bytes), sum), 0);

/** Which of a group are selected. */
export function stateOf(group: DuplicateGroup, chosen: ReadonlySet<number>): "none" | "some" | "others" | "all" {
  const selected = group.pictures.filter(({ id }) => chosen.has(id)).length;
  if (selected === 0) return "none";
  if (selected === group.pictures.length) return "all";
  return othersOf(group).every((id) => chosen.has(id)) ? "others" : "some";
}

/** A threshold as it stands in a link. */
export function readLeast(text: string): number | undefined {
  const value = Number(text);
  return text !== "" && value >= LEAST && value <= 1 ? value : undefined;
}

export const LEAST = 0.7;
