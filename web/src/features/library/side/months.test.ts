import { expect, it } from "vitest";

import { spanOf, yearsOf } from "./months";

it("months stand in their years, the newest first", () => {
  const years = yearsOf([
    { month: "2023-12", pictures: 4 },
    { month: "2024-01", pictures: 8 },
    { month: "2024-11", pictures: 2 },
  ]);
  expect(years.map(({ year, pictures }) => [year, pictures])).toEqual([["2024", 10], ["2023", 4]]);
  expect(years[0]!.months).toEqual([
    { month: 11, pictures: 2, share: 0.25 },
    { month: 1, pictures: 8, share: 1 },
  ]);
});
it("no months make no years", () => expect(yearsOf([])).toEqual([]));
it("a month ends on its last day", () => {
  expect([spanOf("2024", 2).until, spanOf("2023", 2).until, spanOf("2024", 4).until, spanOf("2024", 12).until]).toEqual([
    "2024-02-29",
    "2023-02-28",
    "2024-04-30",
    "2024-12-31",
  ]);
});
it("a year goes from January to December", () => expect(spanOf("1999")).toEqual({ since: "1999-01-01", until: "1999-12-31" }));
