import { useTranslation } from "react-i18next";

import type { Band, Hit } from "@/api/types";

import { useNear } from "../useNear";
import styles from "./results.module.css";

/** Full, half full, empty: the band by shape, beside its colour and its word. */
export function BandMark({ band }: { band: Band }) {
  return (
    <svg className={styles.mark} data-band={band} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
      <circle cx="6" cy="6" r="4.600" />
      {band === "none" ? null : <path d={band === "strong" ? "M6 1.400a4.600 4.600 0 0 1 0 9.200a4.600 4.600 0 0 1 0-9.200Z" : "M6 1.400a4.600 4.600 0 0 0 0 9.200Z"} />}
    </svg>
  );
}

interface BandBadgeProps {
  hit: Hit;
  /** With the word for the band even where there is little room. */
  long?: boolean;
}

export function BandBadge({ hit, long = false }: BandBadgeProps) {
  const { t } = useTranslation("search");
  const { nearOf } = useNear();
  const texts = hit.matched.filter((kind) => kind !== "picture");
  return (
    <span className={styles.badge} data-band={hit.band} data-long={long || undefined}>
      <BandMark band={hit.band} />
      <b>{nearOf(hit)}</b>
      <span className={styles.word}>{t(`bands.${hit.band}.word`)}</span>
      {texts.length > 0 ? <span className={styles.points}>{texts.map((kind) => t(`matched.${kind}`)).join(", ")}</span> : null}
      {hit.inliers ? <span className={styles.points}>{t("hit.points", { count: hit.inliers })}</span> : null}
    </span>
  );
}
