import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Place } from "@/api/marks";
import type { LayerKind } from "@/api/types";
import { foldRow, isSigned, type Maps, spanOf, strongestPlace } from "@/components/raster/raster";
import { paletteFor, RasterCanvas } from "@/components/raster/RasterCanvas";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./inside.module.css";

interface FeatureMapsProps {
  maps: Maps;
  /** What the units of the last layer stand for. */
  labels: readonly string[];
  kind: LayerKind;
  chosen: Place | null;
  /** Absent where there is no arithmetic to show. */
  onPick?(channel: number, y: number, x: number): void;
}

const LONGEST_ROW = 32;

export function FeatureMaps({ maps, labels, kind, chosen, onPick }: FeatureMapsProps) {
  const { t } = useTranslation("inside");
  const { plain } = useNumbers();
  const isVector = maps.count === 1 && maps.height === 1;
  const palette = kind === "input" ? "ink" : paletteFor(maps);
  return (
    <figure className={styles.maps}>
      <figcaption>
        {isVector ? t("units", { count: maps.width }) : t("maps", { count: maps.count })}
        <span className={styles.legend} data-palette={palette}>
          {plain(isSigned(maps) ? -spanOf(maps) : 0)}
          <i />
          {plain(spanOf(maps))}
        </span>
      </figcaption>
      {isVector ? (
        <>
          <Units maps={maps} chosen={chosen} onPick={onPick} />
          {maps.width === labels.length ? <LabelScale labels={labels} /> : null}
        </>
      ) : (
        <div className={styles.grid} data-many={maps.count > 20 || undefined}>
          {Array.from({ length: maps.count }, (_, channel) => (
            <MapButton key={channel} maps={maps} channel={channel} kind={kind} chosen={chosen} onPick={onPick} />
          ))}
        </div>
      )}
    </figure>
  );
}

/** The number under the pointer; by keyboard, the largest of the map. */
function placeUnder(event: MouseEvent<HTMLButtonElement>, maps: Maps, channel: number) {
  if (event.detail === 0) return strongestPlace(maps, channel);
  const box = event.currentTarget.getBoundingClientRect();
  const at = (offset: number, size: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor((offset / size) * count)));
  return { y: at(event.clientY - box.top, box.height, maps.height), x: at(event.clientX - box.left, box.width, maps.width) };
}

interface MapButtonProps extends Omit<FeatureMapsProps, "labels"> {
  channel: number;
}

function MapButton({ maps, channel, kind, chosen, onPick }: MapButtonProps) {
  const { t } = useTranslation("inside");
  const label = t("map", { number: channel });
  const palette = kind === "input" ? "ink" : undefined;
  if (!onPick) return <RasterCanvas maps={maps} index={channel} palette={palette} label={label} />;
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={chosen?.channel === channel}
      onClick={(event) => {
        const { y, x } = placeUnder(event, maps, channel);
        onPick(channel, y, x);
      }}
    >
      <RasterCanvas maps={maps} index={channel} palette={palette} />
      {chosen?.channel === channel ? <Marker y={chosen.y} x={chosen.x} maps={maps} /> : null}
    </button>
  );
}

function Units({ maps, chosen, onPick }: Omit<FeatureMapsProps, "kind" | "labels">) {
  const { t } = useTranslation("inside");
  const folded = foldRow(maps, LONGEST_ROW);
  const few = maps.width <= LONGEST_ROW;
  if (!onPick) return <RasterCanvas maps={folded} className={styles.units} label={t("units", { count: maps.width })} />;
  return (
    <button
      type="button"
      className={styles.units}
      data-few={few || undefined}
      aria-label={t("units", { count: maps.width })}
      onClick={(event) => {
        const { y, x } = placeUnder(event, folded, 0);
        onPick(Math.min(maps.width - 1, y * folded.width + x), 0, 0);
      }}
    >
      <RasterCanvas maps={folded} palette={paletteFor(maps)} />
      {chosen ? <Marker y={Math.floor(chosen.channel / folded.width)} x={chosen.channel % folded.width} maps={folded} /> : null}
    </button>
  );
}

function Marker({ y, x, maps }: { y: number; x: number; maps: Maps }) {
  const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;
  return (
    <span
      className={styles.marker}
      style={{ left: percent(x, maps.width), top: percent(y, maps.height), width: percent(1, maps.width), height: percent(1, maps.height) }}
    />
  );
}

/** As many units as labels are the labels. */
function LabelScale({ labels }: { labels: readonly string[] }) {
  return (
    <ol className={styles.scale} style={{ gridTemplateColumns: `repeat(${labels.length}, 1fr)` }} aria-hidden="true">
      {labels.map((label) => (
        <li key={label}>{label}</li>
      ))}
    </ol>
  );
}
