import type { Person } from "@/api/types";

const plain = (text: string) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").trim().replace(/\s+/g, " ");

/** The person that is called so, in capitals or not, with accents or not; the one with the most faces where several are. */
export function calledSo<One extends Pick<Person, "name" | "faces">>(people: readonly One[], typed: string): One | null {
  const wanted = plain(typed);
  if (!wanted) return null;
  return people.filter(({ name }) => plain(name) === wanted).sort((a, b) => b.faces - a.faces)[0] ?? null;
}

/** People in whose names all typed words occur, those that begin so first. */
export function namedLike<One extends Pick<Person, "name">>(people: readonly One[], typed: string): One[] {
  const words = plain(typed).split(" ").filter(Boolean);
  const found = people.filter(({ name }) => words.every((word) => plain(name).includes(word)));
  const begins = (name: string) => words.length > 0 && plain(name).startsWith(words[0] ?? "");
  return [...found.filter(({ name }) => begins(name)), ...found.filter(({ name }) => !begins(name))];
}
