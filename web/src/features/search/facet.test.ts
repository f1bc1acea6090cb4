import { expect, it } from "vitest";

import { filterOf, nameOf } from "./facet";

const dog = { model: "photo", kind: "group", name: "dog", name_zh: "狗", groups: [], pictures: 4 } as const;

it("a label is filtered by under its model", () => expect(filterOf(dog)).toBe("photo:dog"));
it("a filter is called as its label is in the reader's language", () =>
  expect([nameOf("photo:dog", [{ ...dog, groups: [] }], "en"), nameOf("photo:dog", [{ ...dog, groups: [] }], "zh")]).toEqual(["dog", "狗"]));
it("a filter that no hit shows still has a name", () => expect([nameOf("photo:cup: tea", [], "en"), nameOf("cup", [], "zh")]).toEqual(["cup: tea", "cup"]));
