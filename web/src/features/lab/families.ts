import type { Benchmark } from "@/api/benchmarks";
import type { ModelCard } from "@/api/types";
import { inOrder } from "@/components/networks/series";

/** Models that answer the same question with the same labels, so that their figures may stand side by side. */
export interface Family {
  key: string;
  benchmark: Benchmark;
  cards: ModelCard[];
}

/** Families with a name of their own; the others are called by their labels. */
export const NAMED = ["digits", "letters", "cat-dog"];

const TASKS: Record<string, Benchmark> = { digits: "digits", letters: "letters", classify: "classify", photo: "classify" };

export const isListed = (task: string) => task in TASKS;

const keyOf = ({ task, labels, name }: ModelCard) => {
  if (task === "photo") return name;
  return task === "classify" ? labels.map((label) => label.toLowerCase()).sort().join("-") : task;
};

const rank = ({ key }: Family) => (NAMED.includes(key) ? NAMED.indexOf(key) : NAMED.length);

export function familiesOf(cards: readonly ModelCard[]): Family[] {
  const found = new Map<string, Family>();
  for (const card of cards.filter(({ task }) => isListed(task))) {
    const key = keyOf(card);
    const family = found.get(key) ?? { key, benchmark: TASKS[card.task] ?? "classify", cards: [] };
    family.cards.push(card);
    found.set(key, family);
  }
  const families = [...found.values()].map((family) => ({ ...family, cards: inOrder(family.cards, (card) => card.name) }));
  return families.sort((a, b) => rank(a) - rank(b) || b.cards.length - a.cards.length || a.key.localeCompare(b.key));
}
