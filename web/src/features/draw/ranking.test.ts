import { expect, it } from "vitest";

import { bestPlaces } from "./ranking";

it("ranks by probability", () => expect(bestPlaces([0.1, 0.6, 0.3], 2)).toEqual([1, 2]));
it("keeps the order of equals", () => expect(bestPlaces([0.2, 0.4, 0.4], 3)).toEqual([1, 2, 0]));
it("gives no more than there are", () => expect(bestPlaces([1], 5)).toEqual([0]));
