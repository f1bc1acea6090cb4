import type { PointMatch } from "@/api/types";
import type { Size } from "@/components/region/region";

export interface Placed {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Two pictures and the lines between them in one drawing, in units of its own. */
export interface Stage extends Size {
  query: Placed;
  hit: Placed;
}

const UNIT = 1000;
const GAP = 24;

/** Side by side both are equally tall; one above the other, equally wide: so neither looks more important. */
export function stageOf(query: Size, hit: Size, stacked: boolean): Stage {
  if (stacked) {
    const tall = (size: Size) => (UNIT * size.height) / size.width;
    const below = tall(query) + GAP;
    return {
      width: UNIT,
      height: below + tall(hit),
      query: { x: 0, y: 0, width: UNIT, height: tall(query) },
      hit: { x: 0, y: below, width: UNIT, height: tall(hit) },
    };
  }
  const wide = (size: Size) => (UNIT * size.width) / size.height;
  const beside = wide(query) + GAP;
  return {
    width: beside + wide(hit),
    height: UNIT,
    query: { x: 0, y: 0, width: wide(query), height: UNIT },
    hit: { x: beside, y: 0, width: wide(hit), height: UNIT },
  };
}

export interface Line {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** More lines than this are a carpet. */
export const MOST_LINES = 60;

/** The points that agree, as lines of the drawing; evenly thinned out where there are too many. */
export function linesOf(points: readonly PointMatch[], stage: Stage, query: Size, hit: Size): Line[] {
  const every = Math.max(1, points.length / MOST_LINES);
  const kept = Array.from({ length: Math.min(points.length, MOST_LINES) }, (_, i) => points[Math.floor(i * every)] as PointMatch);
  return kept.map(({ x1, y1, x2, y2 }) => ({
    x1: stage.query.x + (x1 / query.width) * stage.query.width,
    y1: stage.query.y + (y1 / query.height) * stage.query.height,
    x2: stage.hit.x + (x2 / hit.width) * stage.hit.width,
    y2: stage.hit.y + (y2 / hit.height) * stage.hit.height,
  }));
}
