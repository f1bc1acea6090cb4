import { useTranslation } from "react-i18next";

import type { FaceAttributes, FaceMeasure } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./card.module.css";

/** A measure of 0–100 with the mark from which on it counts. */
export function Meter({ name, measure: { value, threshold }, words }: { name: string; measure: FaceMeasure; words: string }) {
  const { t } = useTranslation("faces");
  const { plain } = useNumbers();
  const from = t("measure.from", { threshold: plain(threshold, 3) });
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{words}</b>
        <span className={styles.track} role="img" aria-label={t("measure.of", { value: plain(Math.round(value), 3), from })}>
          <span className={styles.fill} data-over={value >= threshold || undefined} style={{ width: `${value}%` }} />
          <span className={styles.tick} style={{ left: `${threshold}%` }} title={from} />
        </span>
        <small aria-hidden="true">{plain(Math.round(value), 3)}</small>
      </dd>
    </div>
  );
}

const OLDEST = 100; // years: the end of the bar

/** Where an age lies in a life, and how far it may be off. */
export function AgeBar({ age: { value, low, high } }: Pick<FaceAttributes, "age">) {
  const share = (years: number) => Math.min(100, Math.max(0, (100 * years) / OLDEST));
  return (
    <span className={styles.track} aria-hidden="true">
      <span className={styles.range} style={{ left: `${share(low)}%`, width: `${share(high) - share(low)}%` }} />
      <span className={styles.mark} style={{ left: `${share(value)}%` }} />
    </span>
  );
}
