import { expect, it } from "vitest";

import { isPicture, picked } from "@/components/files/dropped";
import { type Fate, fateOf, retried, tallyOf, type Upload, withFate } from "./uploads";

const file = (name: string, type = "", size = 1) => new File(["x".repeat(size)], name, { type });
const upload = (id: number, fate: Fate, size = 10): Upload => ({ id, file: file(`${id}.jpg`, "image/jpeg", size), fate });
const reply = { pictures: [], known: 0, refused: [] };

it("pictures are known by their type, or by their name where the browser has no type for them", () => {
  const names: [string, string, boolean][] = [
    ["a.jpg", "image/jpeg", true],
    ["a.HEIC", "", true],
    ["notes.txt", "text/plain", false],
    ["drawing.svg", "image/svg+xml", false],
    ["without-ending", "", false],
  ];
  for (const [name, type, expected] of names) expect([name, isPicture({ name, type })]).toEqual([name, expected]);
});
it("what systems leave in folders is not even counted", () => {
  const { files, others } = picked([file("a.png", "image/png"), file(".DS_Store"), file("Thumbs.db"), file("readme.md")]);
  expect([files.map(({ name }) => name), others]).toEqual([["a.png"], 1]);
});
it("the server's reply decides a file's fate", () => {
  expect(fateOf({ ...reply, refused: [{ name: "a", reason: "too large" }] })).toEqual({ kind: "refused", reason: "too large" });
  expect([fateOf({ ...reply, known: 1 }).kind, fateOf(reply).kind]).toEqual(["known", "added"]);
});
it("one file's fate leaves the others alone", () => {
  const all = withFate([upload(1, { kind: "waiting" }), upload(2, { kind: "waiting" })], 2, { kind: "added" });
  expect(all.map(({ fate }) => fate.kind)).toEqual(["waiting", "added"]);
});
it("only what failed is tried again", () => {
  const all = retried([upload(1, { kind: "failed", reason: "" }), upload(2, { kind: "refused", reason: "" }), upload(3, { kind: "added" })]);
  expect(all.map(({ fate }) => fate.kind)).toEqual(["waiting", "refused", "added"]);
});
it("progress counts bytes, not files", () => {
  const tally = tallyOf([upload(1, { kind: "added" }, 10), upload(2, { kind: "sending", sent: 0.5 }, 80), upload(3, { kind: "waiting" }, 10)]);
  expect(tally).toMatchObject({ total: 3, over: 1, added: 1, sent: 0.5 });
});
it("nothing to upload is nothing done", () => expect(tallyOf([])).toMatchObject({ total: 0, over: 0, sent: 0 }));
