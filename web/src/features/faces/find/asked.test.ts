import { describe, expect, it } from "vitest";

import { type Asked, justBelow, linkOf, NOTHING_ASKED, readAsked } from "./asked";

const read = (link: string) => readAsked(new URL(link, "http://x").searchParams);

describe("a link", () => {
  it.each<Asked>([NOTHING_ASKED, { from: { kind: "sample", name: "astronaut" }, minSize: 40, minScore: 0.9, square: true }])("says what it said: %o", (asked) =>
    expect(read(linkOf(asked))).toEqual(asked),
  );
  it("is short where nothing is unusual", () => expect(linkOf(NOTHING_ASKED)).toBe("/faces"));
  it("survives nonsense", () => expect(read("/faces?size=0&score=2&square=yes&picture=x")).toEqual(NOTHING_ASKED));
});

describe("the score that would have found a face", () => {
  it("is rounded so that it still finds it", () => expect([justBelow(0.4399), justBelow(0.43), justBelow(0.29), justBelow(0.004)]).toEqual([0.43, 0.43, 0.29, 0]));
});
