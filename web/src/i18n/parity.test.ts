import { expect, it } from "vitest";

import type { Messages } from "./index";

const modules = import.meta.glob<{ default: Messages }>("../**/messages.*.ts", { eager: true });

/** "board.undo" → its sentence. */
function flatten(messages: Messages, path = ""): Map<string, string> {
  const sentences = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === "string") sentences.set(path + key, value);
    else flatten(value, `${path}${key}.`).forEach((sentence, inner) => sentences.set(inner, sentence));
  }
  return sentences;
}

/** English has a singular that Chinese lacks. */
const withoutPlural = (key: string) => key.replace(/_(one|other)$/, "");
const placeholders = (sentence: string) => [...new Set(sentence.match(/\{\{\s*\w+|<\/?\w+>/g) ?? [])].sort();

const pairs = Object.keys(modules)
  .filter((path) => path.endsWith(".en.ts"))
  .map((path) => [path, flatten(modules[path]!.default), flatten(modules[path.replace(".en.ts", ".zh.ts")]!.default)] as const);

it("finds the messages", () => expect(pairs.length).toBeGreaterThan(3));

it.each(pairs)("%s has the same keys in both languages", (_path, en, zh) => {
  const keys = (tree: Map<string, string>) => [...new Set([...tree.keys()].map(withoutPlural))].sort();
  expect(keys(zh)).toEqual(keys(en));
});

it.each(pairs)("%s fills the same places in both languages", (_path, en, zh) => {
  for (const [key, sentence] of zh) {
    const english = en.get(key) ?? en.get(`${withoutPlural(key)}_other`) ?? "";
    expect([key, placeholders(sentence)]).toEqual([key, placeholders(english)]);
  }
});

it.each(pairs)("%s leaves no sentence empty", (_path, en, zh) => {
  expect([...en.values(), ...zh.values()].filter((sentence) => !sentence.trim())).toEqual([]);
});
