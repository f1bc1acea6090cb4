import { useTranslation } from "react-i18next";

import type { FalseAcceptThreshold } from "@/api/types";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./compare.module.css";
import { type Band, pairsPerError, spread } from "./pairs";

/** Per cent of the scale's width, so that two numbers do not touch. */
const apart = () => (window.innerWidth < 640 ? 10 : 4.5);
const BANDS: readonly Band[] = ["different", "unsure", "probably_same", "same"];

/** 0 to 100 with the score on it, and from where on it says how much. */
export function Scale({ score, thresholds }: { score: number; thresholds: readonly FalseAcceptThreshold[] }) {
  const { t } = useTranslation("faces");
  const { plain, count } = useNumbers();
  const marks = thresholds.map(({ confidence }) => confidence);
  const labels = spread(marks, apart());
  const ends = [0, ...marks, 100];
  return (
    <div className={styles.scale}>
      <div className={styles.ruler} role="img" aria-label={t("scale.label", { score: plain(score, 3), thresholds: marks.map((mark) => plain(mark, 3)).join(", ") })}>
        {BANDS.map((band, place) => (
          <span key={band} className={styles.zone} data-band={band} style={{ left: `${ends[place]}%`, width: `${(ends[place + 1] ?? 100) - (ends[place] ?? 0)}%` }} />
        ))}
        {marks.map((mark, place) => (
          <span key={place} className={styles.mark} style={{ left: `${mark}%` }} />
        ))}
        {marks.map((mark, place) => (
          <span key={place} className={styles.number} style={{ left: `${labels[place]}%` }}>
            {plain(mark, 3)}
          </span>
        ))}
        <span className={styles.end}>0</span>
        <span className={styles.end}>100</span>
        <span className={styles.score} style={{ left: `${Math.min(98, Math.max(2, score))}%` }}>
          <b>{plain(score, 3)}</b>
        </span>
      </div>
      <ul className={styles.legend}>
        {thresholds.map(({ rate, confidence, is_extrapolated }, place) => (
          <li key={rate} data-band={BANDS[place + 1]}>
            <span>{t("scale.from", { confidence: plain(confidence, 3), pairs: count(pairsPerError(rate)) })}</span>
            {is_extrapolated ? <em title={t("scale.extrapolated")}>{t("scale.beyond")}</em> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
