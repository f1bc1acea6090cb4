import type { NamingLabel } from "@/api/types";

interface Named {
  name: string;
  name_zh?: string | null;
}

/** A label in the reader's language, and in the other one where it differs. */
export function namesOf({ name, name_zh }: Named, language: string): { own: string; other: string | null } {
  const [own, other] = language === "zh" ? [name_zh || name, name] : [name, name_zh || null];
  return { own, other: other === own ? null : other };
}

export interface Entry extends Named {
  index: number;
}

/** A model's whole list, for picking any label from it. */
export const entriesOf = ({ labels, labels_zh }: { labels: readonly string[]; labels_zh: readonly string[] }): Entry[] =>
  labels.map((name, index) => ({ index, name, name_zh: labels_zh[index] ?? null }));

const plain = (text: string) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

/** Labels in which all the words that were typed occur, in either language: those called just so first, then those that begin so. */
export function found(entries: readonly Entry[], typed: string, most: number): Entry[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries.slice(0, most);
  const just: Entry[] = [];
  const begins: Entry[] = [];
  const holds: Entry[] = [];
  for (const entry of entries) {
    const text = plain(`${entry.name} ${entry.name_zh ?? ""}`);
    if (!words.every((word) => text.includes(word))) continue;
    const names = [plain(entry.name), plain(entry.name_zh ?? "")];
    const whole = words.join(" ");
    (names.includes(whole) ? just : names.some((name) => name.startsWith(words[0] ?? "")) ? begins : holds).push(entry);
  }
  return [...just, ...begins, ...holds].slice(0, most);
}

/** The labels to show, and one more that is looked at although it is not among them. */
export function withLooked(labels: readonly NamingLabel[], shown: number, looked: NamingLabel | null): NamingLabel[] {
  const first = labels.slice(0, shown);
  return looked && !first.some(({ index }) => index === looked.index) ? [...first, looked] : first;
}
