import { expect, it } from "vitest";

import { bytes, milliseconds, percent, plain } from "./numbers";

it("writes true minus signs and few digits", () => expect(plain(-0.123456, "en", 3)).toBe("−0.123"));
it("never writes minus zero", () => expect(plain(-0.00001, "en", 3)).toBe("0"));
it("tells fast from faster", () => expect([milliseconds(0.8312, "en"), milliseconds(123.4, "en")]).toEqual(["0.83 ms", "123 ms"]));
it("writes file sizes as the shop does", () => expect([bytes(824_000, "en"), bytes(1_660_000, "en")]).toEqual(["824 kB", "1.66 MB"]));
it("writes shares as per cent", () => expect(percent(0.9961, "en", 2)).toBe("99.61%"));
it("does not call almost sure sure", () => {
  expect([percent(0.99999, "en", 1), percent(1, "en", 1), percent(0.9994, "en", 1)]).toEqual(["> 99.9%", "100.0%", "99.9%"]);
});
