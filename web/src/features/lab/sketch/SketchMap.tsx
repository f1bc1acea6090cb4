import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { SketchLook } from "@/api/types";
import { IconButton } from "@/components/ui/IconButton";
import { CollapseIcon, MinusIcon, PlusIcon } from "@/components/ui/icons";

import { nearest, reaching, type Spot, towards, type View, WHOLE, zoomed } from "./plane";
import { Points } from "./Points";
import styles from "./sketch.module.css";
import type { Naming } from "./useCategoryNames";
import { useMapGestures, useSide } from "./useMapGestures";

const ARROWS: Record<string, Spot> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const REACH = { mouse: 14, touch: 26 }; // px
const STEP = 1.6;

interface SketchMapProps {
  look: SketchLook;
  nameOf: Naming;
  /** Only this category is in the foreground; "" for all. */
  category: string;
  /** The point that is looked at. */
  current: number | null;
  onCurrent(point: number | null): void;
  onCategory(category: string): void;
}

/** All photos and drawings in the one space they share, laid flat. */
export function SketchMap({ look, nameOf, category, current, onCurrent, onCategory }: SketchMapProps) {
  const { t } = useTranslation("lab");
  const frame = useRef<HTMLDivElement>(null);
  const help = useId();
  const side = useSide(frame);
  const [view, setView] = useState<View>(WHOLE);
  const { points } = look;
  const shown = useMemo(() => (index: number) => !category || points[index]?.category === category, [points, category]);
  const gestures = useMapGestures({
    frame,
    side,
    setView,
    onPoint: (at, by, touch) => {
      const found = nearest(points, shown, view, at, side, touch ? REACH.touch : REACH.mouse);
      if (found !== null || by === "press") onCurrent(found);
    },
  });
  const zoom = (factor: number) => setView((before) => zoomed(before, factor, { x: side / 2, y: side / 2 }, side));
  const go = (direction: Spot) => {
    const next = current === null ? points.findIndex((_, index) => shown(index)) : towards(points, shown, current, direction);
    const place = next === null ? undefined : points[next];
    if (next === null || !place) return;
    onCurrent(next);
    setView((before) => reaching(before, place));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = ARROWS[event.key];
    const here = current === null ? undefined : points[current];
    if (direction) go(direction);
    else if (event.key === "+" || event.key === "=") zoom(STEP);
    else if (event.key === "-") zoom(1 / STEP);
    else if (event.key === "0") setView(WHOLE);
    else if (event.key === "Escape") onCurrent(null);
    else if (event.key === "Enter" && here) onCategory(category ? "" : here.category);
    else return;
    event.preventDefault();
  };
  const handlers = { ...gestures, onKeyDown };
  return (
    <div className={styles.mapPlace}>
      <div
        ref={frame}
        className={styles.map}
        role="application"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t("sketch.map.label", { count: points.length })}
        aria-describedby={help}
        data-zoomed={view.scale > 1 || undefined}
        {...handlers}
      >
        <Points points={points} shown={shown} view={view} side={side} current={current} />
      </div>
      <div className={styles.mapTools}>
        <IconButton label={t("sketch.map.in")} keys="+" onClick={() => zoom(STEP)}>
          <PlusIcon />
        </IconButton>
        <IconButton label={t("sketch.map.out")} keys="-" onClick={() => zoom(1 / STEP)} disabled={view.scale <= 1}>
          <MinusIcon />
        </IconButton>
        <IconButton label={t("sketch.map.whole")} keys="0" onClick={() => setView(WHOLE)} disabled={view.scale <= 1}>
          <CollapseIcon />
        </IconButton>
      </div>
      <p className="visually-hidden" id={help}>
        {t("sketch.map.help")}
      </p>
      <p className="visually-hidden" role="status">
        {current === null ? "" : nameOf.point(current)}
      </p>
    </div>
  );
}
