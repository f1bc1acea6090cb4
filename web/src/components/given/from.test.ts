import { describe, expect, it } from "vitest";

import { type From, fromText, readFrom, textOf, writeFrom } from "./from";

const SOME: From[] = [
  { kind: "picture", id: 12 },
  { kind: "upload", token: "0123456789abcdef0123456789abcdef" },
  { kind: "sample", name: "astronaut" },
];

describe("a picture in a link", () => {
  it.each(SOME)("is read as it was written: %o", (from) => {
    const params = new URLSearchParams();
    writeFrom(params, from);
    expect([readFrom(params), fromText(textOf(from))]).toEqual([from, from]);
  });
  it("is none where the link says nonsense", () =>
    expect([readFrom(new URLSearchParams("picture=-1&upload=../x&sample=a/b")), fromText("picture:x"), fromText("file:12"), fromText(null)]).toEqual([null, null, null, null]));
});
