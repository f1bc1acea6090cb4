import type { LabelCount } from "@/api/types";
import { namesOf } from "@/components/naming/words";

/** As the server's filter wants it. */
export const filterOf = ({ model, name }: Pick<LabelCount, "model" | "name">) => `${model}:${name}`;

/** What a filter is called in the reader's language; without the model where no hit shows it any more. */
export function nameOf(filter: string, labels: readonly LabelCount[], language: string): string {
  const known = labels.find((label) => filterOf(label) === filter);
  return known ? namesOf(known, language).own : filter.slice(filter.indexOf(":") + 1);
}
