/** Geometry of the map: places in it are 0 to 1 both ways, places on the screen are px of a square. */

export interface Spot {
  x: number;
  y: number;
}

/** What is seen: the place in the middle, and how many times larger than the whole. */
export interface View extends Spot {
  scale: number;
}

export const WHOLE: View = { x: 0.5, y: 0.5, scale: 1 };
export const LARGEST = 16;
const MARGIN = 14; // px around the outermost points

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** The middle stays where something is to be seen. */
export function held({ x, y, scale }: View): View {
  const sure = clamp(scale, 1, LARGEST);
  const half = 0.5 / sure;
  return { x: clamp(x, half, 1 - half), y: clamp(y, half, 1 - half), scale: sure };
}

const pxPerUnit = (view: View, side: number) => (side - 2 * MARGIN) * view.scale;

export function toScreen(view: View, spot: Spot, side: number): Spot {
  const unit = pxPerUnit(view, side);
  return { x: side / 2 + (spot.x - view.x) * unit, y: side / 2 + (spot.y - view.y) * unit };
}

export function toMap(view: View, at: Spot, side: number): Spot {
  const unit = pxPerUnit(view, side);
  return { x: view.x + (at.x - side / 2) / unit, y: view.y + (at.y - side / 2) / unit };
}

/** Larger or smaller, with the place under the pointer staying under it. */
export function zoomed(view: View, factor: number, at: Spot, side: number): View {
  const scale = clamp(view.scale * factor, 1, LARGEST);
  const place = toMap(view, at, side);
  const unit = pxPerUnit({ ...view, scale }, side);
  return held({ x: place.x - (at.x - side / 2) / unit, y: place.y - (at.y - side / 2) / unit, scale });
}

export function moved(view: View, by: Spot, side: number): View {
  const unit = pxPerUnit(view, side);
  return held({ ...view, x: view.x - by.x / unit, y: view.y - by.y / unit });
}

/** The number of the point under the pointer, within so many px; null if there is none. */
export function nearest(points: readonly Spot[], shown: (index: number) => boolean, view: View, at: Spot, side: number, reach: number): number | null {
  let found: number | null = null;
  let least = reach;
  points.forEach((point, index) => {
    if (!shown(index)) return;
    const place = toScreen(view, point, side);
    const away = Math.hypot(place.x - at.x, place.y - at.y);
    if (away <= least) [found, least] = [index, away];
  });
  return found;
}

/** The next point to one side, as an arrow key asks for it: near, and more ahead than beside. Null at the edge. */
export function towards(points: readonly Spot[], shown: (index: number) => boolean, from: number, direction: Spot): number | null {
  const start = points[from];
  if (!start) return null;
  let found: number | null = null;
  let least = Infinity;
  points.forEach((point, index) => {
    if (index === from || !shown(index)) return;
    const ahead = (point.x - start.x) * direction.x + (point.y - start.y) * direction.y;
    const beside = Math.abs((point.x - start.x) * direction.y - (point.y - start.y) * direction.x);
    if (ahead <= 0 || beside > ahead * 1.5) return;
    const cost = ahead + 2 * beside;
    if (cost < least) [found, least] = [index, cost];
  });
  return found;
}

/** So far that a point comes into sight. */
export function reaching(view: View, spot: Spot): View {
  const half = 0.5 / view.scale;
  const seen = Math.abs(spot.x - view.x) <= half && Math.abs(spot.y - view.y) <= half;
  return seen ? view : held({ ...view, x: spot.x, y: spot.y });
}

/** One path of circles or triangles: a thousand elements would be slow to move. */
export function circles(places: readonly Spot[], radius: number): string {
  return places.map(({ x, y }) => `M${r(x - radius)} ${r(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`).join("");
}

export function triangles(places: readonly Spot[], radius: number): string {
  const tall = 1.1 * radius;
  return places.map(({ x, y }) => `M${r(x)} ${r(y - tall)}L${r(x + tall)} ${r(y + 0.8 * tall)}L${r(x - tall)} ${r(y + 0.8 * tall)}Z`).join("");
}

const r = (value: number) => Math.round(value * 10) / 10;
