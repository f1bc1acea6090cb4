import { describe, expect, it } from "vitest";

import { contain, fractionOf, keepInside, pageFor, viewOf } from "./geometry";

describe("viewOf", () => {
  it("is the page when the element has the page's aspect", () => {
    const element = { width: 640, height: 360 };
    expect(viewOf(pageFor(element), element)).toEqual({ x: 0, y: 0, width: 1000, height: 562.5 });
  });

  it.each([
    { width: 300, height: 600 },
    { width: 600, height: 300 },
  ])("shows all of the page, centred, in an element of $width × $height", (element) => {
    const page = { width: 1000, height: 1000 };
    const view = viewOf(page, element);
    expect(view.width / view.height).toBeCloseTo(element.width / element.height);
    expect(view.width).toBeGreaterThanOrEqual(page.width);
    expect(view.height).toBeGreaterThanOrEqual(page.height);
    expect(view.x + view.width / 2).toBeCloseTo(500);
    expect(view.y + view.height / 2).toBeCloseTo(500);
  });

  it("falls back to the page while the element has no size", () => {
    expect(viewOf({ width: 1000, height: 500 }, { width: 0, height: 0 })).toEqual({ x: 0, y: 0, width: 1000, height: 500 });
  });
});

it("contains a tall picture in a wide page without distortion", () => {
  expect(contain({ width: 100, height: 200 }, { width: 1000, height: 500 })).toEqual({ x: 375, y: 0, width: 250, height: 500 });
});

it("says where a rectangle lies as fractions of the view", () => {
  const view = { x: -500, y: 0, width: 2000, height: 1000 };
  expect(fractionOf({ x: 0, y: 250, width: 1000, height: 500 }, view)).toEqual({ x: 0.25, y: 0.25, width: 0.5, height: 0.5 });
});

it("keeps a point inside the view", () => {
  expect(keepInside({ x: -9, y: 2000 }, { x: 0, y: 0, width: 100, height: 100 })).toEqual({ x: 0, y: 100 });
});
