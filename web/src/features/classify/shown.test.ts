import { describe, expect, it } from "vitest";

import { type Asked, chosenOf, inOrder, linkOf, readAsked } from "./shown";

const read = (link: string) => readAsked(new URL(link, "http://x").searchParams);
const NOTHING: Asked = { from: null, models: [], why: null };

describe("a link", () => {
  it.each<Asked>([
    NOTHING,
    { from: { kind: "picture", id: 12 }, models: ["photo", "cats-dogs"], why: { model: "photo", label: 281 } },
    { from: { kind: "upload", token: "0123456789abcdef0123456789abcdef" }, models: [], why: null },
    { from: { kind: "sample", name: "cat" }, models: ["my-pets"], why: { model: "my-pets", label: 0 } },
  ])("says what it said: %o", (asked) => expect(read(linkOf(asked))).toEqual(asked));
  it("stays short and legible", () =>
    expect(linkOf({ from: { kind: "sample", name: "cat" }, models: ["a", "b"], why: { model: "a", label: 3 } })).toBe("/classify?sample=cat&models=a,b&why=a:3"));
  it("survives nonsense", () => expect(read("/classify?picture=-1&upload=../x&sample=a/b&models=,,%20&why=photo:x")).toEqual(NOTHING));
});

const models = [
  { name: "my-pets", taught: true, labels: ["a", "b"] },
  { name: "cats-dogs", taught: false, labels: ["cat", "dog"] },
  { name: "photo", taught: false, labels: Array.from({ length: 1000 }, String) },
];

describe("models", () => {
  it("stand from the most general to one's own", () => expect(inOrder(models).map(({ name }) => name)).toEqual(["photo", "cats-dogs", "my-pets"]));
  it("are those of the link, where they are there", () => expect(chosenOf(models, ["my-pets", "gone"]).map(({ name }) => name)).toEqual(["my-pets"]));
  it("are the usual one where none is asked for", () => expect(chosenOf(models, ["gone"]).map(({ name }) => name)).toEqual(["photo"]));
  it("are any where the usual one is missing", () => expect(chosenOf(models.slice(0, 2), []).map(({ name }) => name)).toEqual(["my-pets"]));
});
