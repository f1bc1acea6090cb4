import { describe, expect, it } from "vitest";

import { type Asked, linkOf, readAsked, startOf, USUAL } from "./asked";

const read = (link: string) => readAsked(new URL(link, "http://x").searchParams);

describe("a link", () => {
  it.each<Asked>([
    USUAL,
    { from: { kind: "sample", name: "cat" }, start: "a dog", beam: 5, count: 10 },
    { from: { kind: "picture", id: 12 }, start: "", beam: 1, count: 1 },
  ])("says what it said: %o", (asked) => expect(read(linkOf(asked))).toEqual(asked));
  it("stays short where all is as usual", () => expect(linkOf({ ...USUAL, from: { kind: "sample", name: "cat" } })).toBe("/describe?sample=cat"));
  it("survives nonsense", () => expect(read("/describe?sample=a/b&beam=99&count=-1&start=%20%20")).toEqual(USUAL));
});

describe("the start of a sentence", () => {
  it("loses spaces too many", () => expect(startOf("  a   brown dog ")).toBe("a brown dog"));
  it("ends after ten words", () => expect(startOf("1 2 3 4 5 6 7 8 9 10 11")).toBe("1 2 3 4 5 6 7 8 9 10"));
});
