import { describe, expect, it } from "vitest";

import { piecesOf, startWith } from "./pieces";

const written = (text: string, words: string[]) => piecesOf(text, words).map((piece) => piece.text).join("");
const pointing = (text: string, words: string[]) => piecesOf(text, words).filter(({ word }) => word !== null);

describe("pieces", () => {
  it.each([
    ["A dog runs.", ["a", "dog", "runs"]],
    ["A man's dog.", ["a", "man", "'s", "dog"]],
    ["", []],
    ["A dog.", ["a", "zebra", "dog"]],
  ])("write the sentence as it was: %s", (text, words) => expect(written(text, words)).toBe(text));
  it("point at their words, each at its own", () =>
    expect(pointing("The dog and the cat.", ["the", "dog", "and", "the", "cat"])).toEqual([
      { text: "The", word: 0 },
      { text: "dog", word: 1 },
      { text: "and", word: 2 },
      { text: "the", word: 3 },
      { text: "cat", word: 4 },
    ]));
  it("leave out what is not written", () => expect(pointing("A dog.", ["a", "zebra", "dog"]).map(({ word }) => word)).toEqual([0, 2]));
});

describe("a start", () => {
  const words = ["A", "man", "'s", "dog"].map((text) => ({ text }));
  it("goes up to the word and with it", () => expect(startWith(words, 1)).toBe("a man"));
  it("is written as people write", () => expect(startWith(words, 3)).toBe("a man's dog"));
});
