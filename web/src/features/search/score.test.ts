import { expect, it } from "vitest";

import { scoreText } from "./score";

it("rounds down, so that 0.7999 does not look like 0.80", () => expect([0.7999, 0.8, 0.996].map(scoreText)).toEqual(["0.79", "0.80", "0.99"]));
it("calls the same picture 1.00 whatever the last bit says", () => expect([0.9999999, 1, 1.0000001].map(scoreText)).toEqual(["1.00", "1.00", "1.00"]));
it("writes a true minus sign", () => expect(scoreText(-0.125)).toBe("−0.13"));
