import type { SketchPoint } from "@/api/types";

import { circles, type Spot, toScreen, triangles, type View } from "./plane";
import styles from "./sketch.module.css";

const RADIUS = 3.6; // px, of the whole map
const GROWN = 7; // px, at most

interface PointsProps {
  points: readonly SketchPoint[];
  shown(index: number): boolean;
  view: View;
  side: number;
  current: number | null;
}

const draw = (kind: string, places: readonly Spot[], radius: number) => (kind === "photo" ? circles(places, radius) : triangles(places, radius));

/** Photos are circles and drawings triangles; those of unseen categories are hollow. */
export function Points({ points, shown, view, side, current }: PointsProps) {
  const radius = Math.min(GROWN, RADIUS * Math.sqrt(view.scale) * (side < 480 ? 0.8 : 1));
  const layers = (["photo", "sketch"] as const).flatMap((kind) =>
    [false, true].flatMap((unseen) =>
      [false, true].map((front) => ({
        key: `${kind} ${unseen} ${front}`,
        kind,
        unseen,
        front,
        path: draw(
          kind,
          points.flatMap((point, index) => (point.kind === kind && point.unseen === unseen && shown(index) === front ? [toScreen(view, point, side)] : [])),
          radius,
        ),
      })),
    ),
  );
  const ordered = [...layers.filter(({ front }) => !front), ...layers.filter(({ front }) => front)];
  const here = current === null ? undefined : points[current];
  const place = here ? toScreen(view, here, side) : null;
  return (
    <svg viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
      {ordered.map(({ key, kind, unseen, front, path }) => (
        <path key={key} className={styles.points} data-kind={kind} data-unseen={unseen || undefined} data-back={!front || undefined} d={path} />
      ))}
      {here && place ? (
        <g>
          <circle className={styles.ring} cx={place.x} cy={place.y} r={radius + 7} />
          <path className={styles.points} data-kind={here.kind} data-unseen={here.unseen || undefined} d={draw(here.kind, [place], radius * 1.4)} />
        </g>
      ) : null}
    </svg>
  );
}

/** The same signs for the legend. */
export function Sign({ kind, unseen = false }: { kind: "photo" | "sketch"; unseen?: boolean }) {
  return (
    <svg className={styles.sign} viewBox="0 0 16 16" aria-hidden="true">
      <path className={styles.points} data-kind={kind} data-unseen={unseen || undefined} d={draw(kind, [{ x: 8, y: 8 }], 5)} />
    </svg>
  );
}
