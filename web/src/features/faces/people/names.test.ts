import { describe, expect, it } from "vitest";

import { calledSo, namedLike } from "./names";

const PEOPLE = [
  { id: 1, name: "Zoë Adams", faces: 3 },
  { id: 2, name: "Adam", faces: 9 },
  { id: 3, name: "zoe adams", faces: 5 },
  { id: 4, name: "", faces: 2 },
];

describe("a typed name", () => {
  it("is somebody's whatever its capitals, accents and spaces", () => expect(calledSo(PEOPLE, "  ZOË  adams ")?.id).toBe(3));
  it("is nobody's where it is only a part of one", () => expect([calledSo(PEOPLE, "Zoë"), calledSo(PEOPLE, " ")]).toEqual([null, null]));
  it("finds those who are called like it, the likeliest first", () => expect(namedLike(PEOPLE, "adam").map(({ id }) => id)).toEqual([2, 1, 3]));
  it("finds everybody where nothing is typed", () => expect(namedLike(PEOPLE, "")).toHaveLength(4));
});
