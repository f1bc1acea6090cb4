import { describe, expect, it } from "vitest";

import { distanceOf, distanceText, nearText, scoreText } from "./score";

it("rounds down, so that 0.7999 does not look like 0.80", () => expect([0.7999, 0.8, 0.996].map(scoreText)).toEqual(["0.79", "0.80", "0.99"]));
it("calls the same picture 1.00 whatever the last bit says", () => expect([0.9999999, 1, 1.0000001].map(scoreText)).toEqual(["1.00", "1.00", "1.00"]));
it("writes a true minus sign", () => expect(scoreText(-0.125)).toBe("−0.13"));

describe("a distance", () => {
  it("is that of the unit vectors: nothing for the same, √2 for unrelated, 2 for opposite ones", () =>
    expect([1, 1.0000001, 0, -1].map(distanceOf)).toEqual([0, 0, Math.SQRT2, 2]));
  it("falls as the score rises, so the order stays", () => expect([0.1, 0.4, 0.9].map(distanceOf)).toEqual([0.1, 0.4, 0.9].map(distanceOf).sort((a, b) => b - a)));
  it("rounds up where the score rounds down", () => expect([distanceText(1.0001), nearText(0.5, "distance"), nearText(0.5, "cosine")]).toEqual(["1.01", "1.00", "0.50"]));
});
