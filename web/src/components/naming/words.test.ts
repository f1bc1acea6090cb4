import { describe, expect, it } from "vitest";

import { entriesOf, found, namesOf, withLooked } from "./words";

const entries = entriesOf({ labels: ["tabby cat", "café table", "wildcat", "dog", "catfish"], labels_zh: ["虎斑猫", "咖啡桌", "野猫", "狗", "鲶鱼"] });
const names = (typed: string) => found(entries, typed, 10).map(({ name }) => name);

describe("a label", () => {
  it("is said in the reader's language first", () =>
    expect([namesOf({ name: "cat", name_zh: "猫" }, "zh"), namesOf({ name: "cat", name_zh: "猫" }, "en")]).toEqual([
      { own: "猫", other: "cat" },
      { own: "cat", other: "猫" },
    ]));
  it("is said once where there is one name", () =>
    expect([namesOf({ name: "X1", name_zh: null }, "zh"), namesOf({ name: "X1", name_zh: "X1" }, "en")]).toEqual([
      { own: "X1", other: null },
      { own: "X1", other: null },
    ]));
});

describe("picking from the list", () => {
  it("finds in both languages", () => expect([names("猫"), names("dog")]).toEqual([["tabby cat", "wildcat"], ["dog"]]));
  it("puts what begins so before what holds it", () => expect(names("cat")).toEqual(["catfish", "tabby cat", "wildcat"]));
  it("puts what is called just so before all others", () => expect(found(entriesOf({ labels: ["dog sled", "hot dog", "dog"], labels_zh: [] }), "Dog", 9).map(({ name }) => name)).toEqual(["dog", "dog sled", "hot dog"]));
  it("asks for all words, in any order", () => expect(names("cat tab")).toEqual(["tabby cat"]));
  it("does not mind accents", () => expect(names("cafe")).toEqual(["café table"]));
  it("begins with the first ones", () => expect(found(entries, " ", 2)).toHaveLength(2));
});

it("shows the label that is looked at, once", () => {
  const labels = [0, 1, 2].map((index) => ({ index, name: String(index), name_zh: null, probability: 0.1 }));
  const looked = { index: 9, name: "9", name_zh: null, probability: 0 };
  expect(withLooked(labels, 2, looked).map(({ index }) => index)).toEqual([0, 1, 9]);
  expect(withLooked(labels, 2, labels[1]!).map(({ index }) => index)).toEqual([0, 1]);
  expect(withLooked(labels, 1, labels[2]!).map(({ index }) => index)).toEqual([0, 2]);
});
