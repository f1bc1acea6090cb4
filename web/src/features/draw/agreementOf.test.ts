import { expect, it } from "vitest";

import type { ModelReading } from "@/api/types";

import { agreementOf, isRefusal, majorityOf } from "./agreementOf";

const reads = (...readings: string[]) => readings.map((reading, i) => ({ title: `net ${i}`, reading }) as ModelReading);

it("is unanimous when all read the same", () => expect(agreementOf(reads("37", "37"))).toEqual({ kind: "all", reading: "37" }));
it("names who reads what when they differ", () => {
  expect(agreementOf(reads("37", "31"))).toMatchObject({ kind: "split", readings: [{ reading: "37" }, { reading: "31" }] });
});
it("takes a single network at its word", () => expect(agreementOf(reads("3"))).toEqual({ kind: "all", reading: "3" }));
it("says nothing where nobody reads", () => expect(agreementOf([])).toEqual({ kind: "none" }));
it("knows a reading that only refuses", () => expect(["", "??", "?3"].map(isRefusal)).toEqual([true, true, false]));
it("finds the reading of the majority", () => expect(majorityOf(reads("1", "7", "7"))).toBe("7"));
it("finds no majority where each reads something else", () => expect(majorityOf(reads("1", "7", "4"))).toBeNull());
