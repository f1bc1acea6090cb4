import { describe, expect, it } from "vitest";

import { afterKey, isLargeEnough, leastSide, middleOf, moved, pointIn, resized, rounded, spanned } from "./region";

const picture = { width: 320, height: 160 };
const box = { x1: 100, y1: 40, x2: 200, y2: 120 };
const press = (key: string, shiftKey = false, ctrlKey = false) => afterKey(box, { key, shiftKey, ctrlKey }, picture);

describe("drawing", () => {
  it("may begin at any corner", () => expect(spanned({ x: 90, y: 70 }, { x: 10, y: 20 }, picture)).toEqual({ x1: 10, y1: 20, x2: 90, y2: 70 }));
  it("ends at the picture's edges", () => expect(spanned({ x: -5, y: 50 }, { x: 999, y: 999 }, picture)).toEqual({ x1: 0, y1: 50, x2: 320, y2: 160 }));
  it("takes a point of the screen to the picture", () =>
    expect(pointIn({ left: 10, top: 20, width: 160, height: 80 }, 90, 60, picture)).toEqual({ x: 160, y: 80 }));
  it("does not count a slip of the hand as a region", () =>
    expect([isLargeEnough({ x1: 0, y1: 0, x2: 3, y2: 90 }, picture), isLargeEnough(box, picture)]).toEqual([false, true]));
});

describe("moving", () => {
  it("keeps the size", () => expect(moved(box, 20, -10, picture)).toEqual({ x1: 120, y1: 30, x2: 220, y2: 110 }));
  it("stops at the edges", () => expect(moved(box, 999, -999, picture)).toEqual({ x1: 220, y1: 0, x2: 320, y2: 80 }));
});

describe("resizing", () => {
  it("drags only the edges of the handle", () => {
    expect(resized(box, "w", -50, 33, picture)).toEqual({ ...box, x1: 50 });
    expect(resized(box, "se", 10, 20, picture)).toEqual({ ...box, x2: 210, y2: 140 });
  });
  it("never turns the region inside out", () => {
    const least = leastSide(picture);
    expect(resized(box, "nw", 500, 500, picture)).toEqual({ ...box, x1: box.x2 - least, y1: box.y2 - least });
  });
  it("stops at the edges", () => expect(resized(box, "ne", 999, -999, picture)).toEqual({ ...box, x2: 320, y1: 0 }));
});

describe("keys", () => {
  it("move by arrows, in small steps with Ctrl", () => {
    expect(press("ArrowRight")).toEqual(moved(box, 3.2, 0, picture));
    expect(press("ArrowUp", false, true)).toEqual(moved(box, 0, -1, picture));
  });
  it("resize with Shift", () => expect(press("ArrowDown", true)).toEqual({ ...box, y2: 123.2 }));
  it("take the region away", () => expect(press("Delete")).toBe("gone"));
  it("begin a region where there is none", () =>
    expect(afterKey(null, { key: "Enter", shiftKey: false, ctrlKey: false }, picture)).toEqual({ x1: 80, y1: 40, x2: 240, y2: 120 }));
  it("leave other keys alone", () => expect([press("Tab"), press("a")]).toEqual([null, null]));
});

it("rounds to whole pixels without leaving the picture", () =>
  expect(rounded({ x1: -0.2, y1: 3.7, x2: 319.8, y2: 170 }, picture)).toEqual({ x1: 0, y1: 3, x2: 320, y2: 160 }));

it("begins tiny pictures with what they have", () => expect(isLargeEnough(middleOf({ width: 16, height: 16 }), { width: 16, height: 16 })).toBe(true));
