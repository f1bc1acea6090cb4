import { describe, expect, it } from "vitest";

import { ProblemError, UnreachableError } from "@/api/client";

import { isQuiet, looksOf } from "./status";

const label = (name: string, probability: number) => ({ index: 0, name, name_zh: null, probability });
const refused = (status: number, code: string) => new ProblemError({ type: "about:blank", title: "", status, detail: "", code });

describe("what a drawing looks like", () => {
  it("is nothing without labels", () => expect(looksOf([])).toBeNull());
  it("names a few, and none that is next to impossible", () => {
    const looks = looksOf([label("umbrella", 0.62), label("mushroom", 0.2), label("tree", 0.04), label("cup", 0.03)]);
    expect(looks).toEqual({ labels: [label("umbrella", 0.62), label("mushroom", 0.2)], isSure: true });
  });
  it("never names more than three", () => expect(looksOf(["a", "b", "c", "d"].map((name) => label(name, 0.25)))?.labels).toHaveLength(3));
  it("says the likeliest even where it is a guess, as a guess", () => expect(looksOf([label("bat", 0.03)])).toEqual({ labels: [label("bat", 0.03)], isSure: false }));
});

describe("a refusal", () => {
  it("is quiet where there is too little ink", () => expect(isQuiet(refused(422, "request"))).toBe(true));
  it.each([refused(422, "image"), refused(503, "catalogue"), new UnreachableError("gone"), null])("is told otherwise: %s", (error) => expect(isQuiet(error)).toBe(false));
});
