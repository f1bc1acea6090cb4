import { describe, expect, it } from "vitest";

import { backgroundOf, cropOf, nextFace, noseOf } from "./geometry";

const SIZE = { width: 400, height: 300 };

describe("the crop of a face", () => {
  it("is a square around its middle with air", () => expect(cropOf({ x1: 100, y1: 100, x2: 140, y2: 180 }, SIZE, 0.25)).toEqual({ x: 60, y: 80, side: 120 }));
  it("stays in the picture at its edges", () => expect(cropOf({ x1: 380, y1: 0, x2: 400, y2: 40 }, SIZE, 0.25)).toEqual({ x: 340, y: 0, side: 60 }));
  it("is no larger than the picture", () => expect(cropOf({ x1: 0, y1: 0, x2: 400, y2: 300 }, SIZE)).toEqual({ x: 50, y: 0, side: 300 }));
  it("is shown in a square of any size", () => {
    const crop = { x: 60, y: 80, side: 120 };
    const { backgroundSize, backgroundPosition } = backgroundOf(crop, SIZE);
    const box = 90; // px on the page
    const [across, down] = backgroundSize.split(" ").map((text) => (Number.parseFloat(text) / 100) * box) as [number, number];
    const [left, top] = backgroundPosition.split(" ").map(Number.parseFloat) as [number, number];
    // CSS puts the point at p % of the image on the point at p % of the box.
    expect([(left / 100) * (box - across), (top / 100) * (box - down)]).toEqual([-(crop.x / crop.side) * box, -(crop.y / crop.side) * box].map((value) => expect.closeTo(value, 6)));
    expect(across / SIZE.width).toBeCloseTo(box / crop.side, 6);
  });
  it("needs no move where it fills the picture", () => expect(backgroundOf({ x: 0, y: 0, side: 300 }, { width: 300, height: 300 })).toEqual({ backgroundSize: "100% 100%", backgroundPosition: "0% 0%" }));
});

describe("keys between faces", () => {
  it("go round", () => expect([nextFace("ArrowRight", 2, 3), nextFace("ArrowLeft", 0, 3), nextFace("ArrowDown", 0, 3)]).toEqual([0, 2, 1]));
  it("go to the ends", () => expect([nextFace("Home", 2, 3), nextFace("End", 0, 3)]).toEqual([0, 2]));
  it("leave other keys alone", () => expect([nextFace("a", 0, 3), nextFace("ArrowLeft", 0, 0)]).toEqual([null, null]));
});

describe("the nose", () => {
  it("points at the viewer from the front", () => expect(Math.hypot(noseOf({ yaw: 0, pitch: 0 }).x, noseOf({ yaw: 0, pitch: 0 }).y)).toBeCloseTo(0));
  it("points to the viewer's right and up where angles are positive", () => {
    const { x, y } = noseOf({ yaw: 30, pitch: 20 });
    expect(x).toBeCloseTo(0.4698, 3);
    expect(y).toBeCloseTo(-0.342, 3);
  });
});
