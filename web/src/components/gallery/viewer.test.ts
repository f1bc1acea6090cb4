import { describe, expect, it } from "vitest";

import { swipeOf } from "./useSwipe";
import { wishOf } from "./viewerKeys";

const press = (key: string, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  defaultPrevented: false,
  target: { closest: () => null } as unknown as EventTarget,
  ...more,
});

describe("a swipe", () => {
  it("turns the page when it goes far enough sideways", () => expect([swipeOf(-80, 10), swipeOf(80, -10)]).toEqual(["left", "right"]));
  it("closes when it goes down", () => expect(swipeOf(10, 120)).toBe("down"));
  it("is nothing when it is short, upwards or askew", () => expect([swipeOf(-30, 0), swipeOf(0, -200), swipeOf(80, 80)]).toEqual([null, null, null]));
});

describe("keys in the viewer", () => {
  it("turn pages", () => expect([wishOf(press("ArrowLeft"), true), wishOf(press("ArrowRight"), true)]).toEqual(["previous", "next"]));
  it("remove", () => expect(wishOf(press("Delete"), true)).toBe("remove"));
  it("leave a slider its arrows", () => {
    expect(wishOf(press("ArrowLeft", { target: { closest: () => ({}) } as unknown as EventTarget }), true)).toBeNull();
  });
  it("respect those who want no single letters", () => expect([wishOf(press("i"), true), wishOf(press("i"), false)]).toEqual(["details", null]));
  it("leave the browser its own combinations", () => expect(wishOf(press("ArrowLeft", { altKey: true }), true)).toBeNull());
});
