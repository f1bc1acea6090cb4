import { describe, expect, it } from "vitest";

import { bandOf, bestPairs, letterOf, pairsOf, pairsPerError, pairsWith, placed, spread } from "./pairs";

const MATRIX = [
  [88, 31, 5],
  [22, 71, 12],
  [8, 74, 64],
];

describe("the lines between faces", () => {
  it("lead from each face to the one it is most like, and no others", () => {
    const best = bestPairs(MATRIX).map(({ face1, face2 }) => `${face1}-${face2}`);
    const isBest = ({ face1, face2, similarity }: { face1: number; face2: number; similarity: number }) =>
      MATRIX[face1]!.every((other) => other <= similarity) || MATRIX.every((row) => row[face2]! <= similarity);
    expect([...best].sort()).toEqual(pairsOf(MATRIX).filter(isBest).map(({ face1, face2 }) => `${face1}-${face2}`).sort());
  });
  it("end with the likest", () => expect(bestPairs(MATRIX).at(-1)).toEqual({ face1: 0, face2: 0, similarity: 88 }));
  it("are none where a picture has no face", () => expect([bestPairs([]), bestPairs([[], []])]).toEqual([[], []]));
  it("are all those of a face that is pointed at", () => {
    expect(pairsWith(MATRIX, { side: 1, index: 2 }).map(({ similarity }) => similarity)).toEqual([8, 64, 74]);
    expect(pairsWith(MATRIX, { side: 2, index: 0 }).map(({ similarity }) => similarity)).toEqual([8, 22, 88]);
  });
  it("begin and end in the middle of the faces as they lie on the page", () =>
    expect(placed({ x: 100, y: 50 }, { width: 400, height: 200 }, { x: 10, y: 20, width: 200, height: 100 })).toEqual({ x: 60, y: 45 }));
});

describe("a similarity", () => {
  const thresholds = [{ confidence: 60 }, { confidence: 70 }, { confidence: 75 }];
  it("falls into a band, whose lower end belongs to it", () =>
    expect([59.9, 60, 70, 74.9, 75, 100].map((value) => bandOf(value, thresholds))).toEqual(["different", "unsure", "probably_same", "probably_same", "same", "same"]));
});

describe("labels on the scale", () => {
  it("stay where there is room", () => expect(spread([10, 50, 90], 9)).toEqual([10, 50, 90]));
  it("move apart where there is none", () => expect(spread([60, 62, 64], 9)).toEqual([53, 62, 71]));
  it("stay on the scale", () => expect([spread([94, 96, 98], 9), spread([0, 1, 40], 9)]).toEqual([
      [82, 91, 100],
      [0, 9, 40],
    ]));
});

it("letters go on after Z", () => expect([0, 25, 26, 27, 51, 52, 701, 702].map(letterOf)).toEqual(["A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]));
it("rates are one pair in so many", () => expect(["1e-3", "1e-4", "1e-5"].map(pairsPerError)).toEqual([1000, 10_000, 100_000]));
