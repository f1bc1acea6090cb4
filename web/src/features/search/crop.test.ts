import { expect, it } from "vitest";

import { cropOf } from "./crop";

it("fills the square with a square region", () =>
  expect(cropOf({ x1: 50, y1: 100, x2: 150, y2: 200 }, 400, 300)).toMatchObject({ width: "400%", height: "300%", left: "-50%", top: "-100%" }));

it("shows the middle of a long region", () =>
  expect(cropOf({ x1: 0, y1: 0, x2: 200, y2: 100 }, 200, 100)).toMatchObject({ width: "200%", height: "100%", left: "-50%", top: "0%" }));
