import { describe, expect, it } from "vitest";

import { marksIn } from "./marks";

const marked = (text: string, ...words: string[]) =>
  marksIn(text, words)
    .filter((part) => part.marked)
    .map((part) => part.text);

describe("words in a text", () => {
  it("are marked as whole words, in any case", () => expect(marked("A Dog and a dogma.", "dog")).toEqual(["Dog"]));
  it("are marked in either number", () => {
    expect(marked("Two dogs on beaches", "dog", "beach")).toEqual(["dogs", "beaches"]);
    expect(marked("a berry", "berries")).toEqual(["berry"]);
  });
  it("are marked between the signs of a file's name", () => expect(marked("2024/anna_beach-01.jpg", "anna", "beach")).toEqual(["anna", "beach"]));
  it("are marked anywhere in Chinese", () => expect(marked("一只小狗", "狗")).toEqual(["狗"]));
  it("leave the text as it was", () => expect(marksIn("a (b) dog.", ["dog", "(b"]).map(({ text }) => text).join("")).toBe("a (b) dog."));
  it("may be none", () => expect(marksIn("a dog", [])).toEqual([{ text: "a dog", marked: false }]));
});
