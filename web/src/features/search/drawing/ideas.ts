import { BRUSH } from "@/components/board/model";
import type { Size } from "@/components/board/geometry";
import type { Drawing } from "@/components/board/history";
import type { Stroke } from "@/components/board/strokes";

/**
 * A few drawings to begin with, as a hand would make them: rough lines on a page of 1000 × 1000. They go on the board
 * as strokes, so that one can rub out, add and see what the hits make of it.
 */

export const IDEAS = ["clock", "fish", "umbrella", "cat", "cup", "rocket"] as const;
export type Idea = (typeof IDEAS)[number];

export const IDEA_PAGE: Size = { width: 1000, height: 1000 };

type Line = readonly (readonly [number, number])[];

/** Part of an ellipse, in degrees clockwise from three o'clock. */
function arc(x: number, y: number, rx: number, ry: number, from = 0, to = 360): Line {
  const steps = Math.max(6, Math.round(Math.abs(to - from) / 12));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)] as const;
  });
}

const LINES: Readonly<Record<Idea, readonly Line[]>> = {
  clock: [
    arc(500, 500, 330, 330),
    [[500, 500], [500, 270]],
    [[500, 500], [650, 580]],
    ...Array.from({ length: 12 }, (_, hour): Line => [arc(500, 500, 285, 285, hour * 30, hour * 30)[0] ?? [0, 0], arc(500, 500, 315, 315, hour * 30, hour * 30)[0] ?? [0, 0]]),
  ],
  fish: [
    arc(450, 500, 290, 165, 20, 340),
    [[722, 444], [890, 340], [850, 500], [890, 660], [722, 556]],
    arc(285, 455, 20, 20),
    arc(395, 500, 70, 110, -60, 60),
    [[400, 342], [500, 250], [560, 350]],
    [[160, 520], [215, 535]],
  ],
  umbrella: [
    arc(500, 480, 350, 300, 180, 360),
    arc(267, 480, 117, 50, 180, 360),
    arc(500, 480, 117, 50, 180, 360),
    arc(733, 480, 117, 50, 180, 360),
    [[500, 150], [500, 180]],
    [[500, 430], [500, 800], ...arc(440, 800, 60, 65, 0, 180)],
  ],
  cat: [
    arc(500, 540, 270, 235, -50, 230),
    [[327, 360], [295, 190], [430, 312]],
    [[430, 312], [570, 312]],
    [[570, 312], [705, 190], [673, 360]],
    arc(395, 490, 30, 38),
    arc(605, 490, 30, 38),
    [[470, 590], [530, 590], [500, 625], [470, 590]],
    [[500, 625], ...arc(460, 645, 40, 30, 0, 150)],
    [[500, 625], ...arc(540, 645, 40, 30, 180, 30)],
    [[330, 590], [120, 550]],
    [[330, 620], [125, 650]],
    [[670, 590], [880, 550]],
    [[670, 620], [875, 650]],
  ],
  cup: [
    arc(440, 320, 240, 55),
    [[200, 320], [220, 560], [260, 690], [340, 740], [540, 740], [620, 690], [660, 560], [680, 320]],
    [[676, 390], [790, 385], [830, 460], [800, 560], [730, 610], [652, 600]],
    arc(440, 770, 330, 45, 0, 180),
  ],
  rocket: [
    [[500, 90], [420, 210], [385, 360], [385, 690], [615, 690], [615, 360], [580, 210], [500, 90]],
    arc(500, 370, 50, 50),
    [[385, 540], [270, 690], [270, 800], [385, 690]],
    [[615, 540], [730, 690], [730, 800], [615, 690]],
    [[440, 690], [420, 760], [580, 760], [560, 690]],
    [[440, 770], [470, 910], [500, 820], [530, 910], [560, 770]],
  ],
};

const points = (line: Line): Stroke["points"] => between(line).map(([x, y]) => ({ x, y, pressure: 0.5 }));

/** Straight edges keep their corners only if the pen rests on the way: the strokes are smoothed when they are painted. */
function between(line: Line): Line {
  return line.flatMap((place, index) => {
    const next = line[index + 1];
    if (!next) return [place];
    const pieces = Math.max(1, Math.round(Math.hypot(next[0] - place[0], next[1] - place[1]) / 25));
    return Array.from({ length: pieces }, (_, i) => [place[0] + ((next[0] - place[0]) * i) / pieces, place[1] + ((next[1] - place[1]) * i) / pieces] as const);
  });
}

export const drawingOf = (idea: Idea): Drawing => ({
  strokes: LINES[idea].map((line) => ({ tool: "brush", size: BRUSH.thin, pressed: false, points: points(line) })),
  background: null,
});

/** The idea as an SVG path in a square of 1000, for a small picture of it. */
export const pathOf = (idea: Idea): string =>
  LINES[idea].map((line) => line.map(([x, y], i) => `${i ? "L" : "M"}${Math.round(x)} ${Math.round(y)}`).join("")).join("");

