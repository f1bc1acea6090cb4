import { describe, expect, it } from "vitest";

import type { LabelCount } from "@/api/types";

import { foundIn, treesOf } from "./labels";

const label = (name: string, pictures: number, groups: string[] = [], model = "photo"): LabelCount => ({ model, kind: "label", name, name_zh: `${name}中`, groups, pictures });
const group = (name: string, pictures: number): LabelCount => ({ ...label(name, pictures), kind: "group" });
const labels = [label("tabby", 3, ["cat"]), label("maze", 9), group("dog", 4), label("lynx", 5, ["cat"]), group("cat", 7), label("lamp", 1, ["furniture"]), label("pet", 2, [], "pets")];

describe("the tree", () => {
  it("has groups before labels without one, the most frequent first, each model by itself", () =>
    expect(treesOf(labels).map(({ model, nodes }) => [model, nodes.map(({ value, below }) => [value, below.map((each) => each.value)])])).toEqual([
      [
        "photo",
        [
          ["photo:cat", ["photo:lynx", "photo:tabby"]],
          ["photo:dog", []],
          ["photo:maze", []],
          ["photo:lamp", []],
        ],
      ],
      ["pets", [["pets:pet", []]]],
    ]));
  it("is none where nothing is labelled", () => expect(treesOf([])).toEqual([]));
});

describe("searching within", () => {
  it("finds in both languages, groups first", () => {
    expect(foundIn(labels, " CAT").map(({ value }) => value)).toEqual(["photo:cat"]);
    expect(foundIn(labels, "a").map(({ value }) => value)).toEqual(["photo:cat", "photo:maze", "photo:tabby", "photo:lamp"]);
    expect(foundIn(labels, "lynx中").map(({ value }) => value)).toEqual(["photo:lynx"]);
  });
});
