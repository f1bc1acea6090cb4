import { describe, expect, it } from "vitest";

import { outlineOf, traceOutline, type Stroke } from "./strokes";

const line = (pressure: number, pressed: boolean): Stroke => ({
  tool: "brush",
  size: 40,
  pressed,
  points: Array.from({ length: 21 }, (_, i) => ({ x: i * 20, y: 100, pressure })),
});

const heightOf = (stroke: Stroke) => {
  const middle = outlineOf(stroke).filter((point) => point.x > 100 && point.x < 300);
  return Math.max(...middle.map((point) => point.y)) - Math.min(...middle.map((point) => point.y));
};

describe("outlineOf", () => {
  it("is as wide as the brush for a mouse, whatever pressure it pretends", () => {
    expect(heightOf(line(0.5, false))).toBeCloseTo(40, 0);
    expect(heightOf(line(0.9, false))).toBeCloseTo(40, 0);
  });

  it("grows with the pressure of a pen", () => {
    expect(heightOf(line(0.9, true))).toBeGreaterThan(heightOf(line(0.2, true)) + 5);
  });

  it("makes a dot of a tap", () => {
    const dot = outlineOf({ ...line(0.5, false), points: [{ x: 50, y: 50, pressure: 0.5 }] });
    const xs = dot.map((point) => point.x);
    expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(30);
  });

  it("is smooth where a fast hand left few points", () => {
    const corner: Stroke = {
      ...line(0.5, false),
      points: [
        { x: 0, y: 0, pressure: 0.5 },
        { x: 200, y: 0, pressure: 0.5 },
        { x: 200, y: 200, pressure: 0.5 },
      ],
    };
    expect(outlineOf(corner).length).toBeGreaterThan(12);
  });
});

describe("traceOutline", () => {
  const walk = (corners: { x: number; y: number }[]) => {
    const steps: string[] = [];
    traceOutline(corners, {
      moveTo: (x, y) => steps.push(`M${x},${y}`),
      quadraticCurveTo: (cx, cy, x, y) => steps.push(`Q${cx},${cy} ${x},${y}`),
      closePath: () => steps.push("Z"),
    });
    return steps;
  };

  it("draws nothing for nothing", () => expect(walk([])).toEqual([]));

  it("ends where it began", () => {
    const steps = walk([
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
    ]);
    expect(steps).toEqual(["M5,5", "Q0,0 5,0", "Q10,0 10,5", "Q10,10 5,5", "Z"]);
  });
});
