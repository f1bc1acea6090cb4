import { useState } from "react";
import { useTranslation } from "react-i18next";

import styles from "./draw.module.css";
import { bestPlaces } from "./ranking";

interface ProbabilityBarsProps {
  labels: readonly string[];
  probabilities?: readonly number[];
  winner?: number;
  accepted: boolean;
}

/** As many are taken in at a glance; with more, the best come first and the rest on demand. */
const MOST = 10;
const BEST = 5;

export function ProbabilityBars({ labels, ...rest }: ProbabilityBarsProps) {
  return labels.length > MOST ? <ManyBars labels={labels} {...rest} /> : <Bars places={labels.map((_, place) => place)} labels={labels} {...rest} />;
}

function ManyBars({ labels, probabilities, ...rest }: ProbabilityBarsProps) {
  const { t } = useTranslation("draw");
  const [all, setAll] = useState(false);
  const places = all || !probabilities ? labels.map((_, place) => place) : bestPlaces(probabilities, BEST);
  return (
    <div className={styles.many}>
      <Bars places={all ? places : places.slice(0, BEST)} labels={labels} probabilities={probabilities} wide={all} {...rest} />
      <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
        {t(all ? "bestOnly" : "all", { count: all ? BEST : labels.length })}
      </button>
    </div>
  );
}

interface BarsProps extends ProbabilityBarsProps {
  places: readonly number[];
  /** In columns, for a whole alphabet. */
  wide?: boolean;
}

function Bars({ places, labels, probabilities, winner, accepted, wide = false }: BarsProps) {
  return (
    <ol className={styles.bars} data-wide={wide || undefined}>
      {places.map((place, row) => {
        const probability = probabilities?.[place] ?? 0;
        return (
          <li key={row} data-winner={(place === winner && (accepted ? "accepted" : "refused")) || undefined}>
            <span>{probabilities || places.length === labels.length ? labels[place] : "·"}</span>
            <span className={styles.bar} aria-hidden="true">
              <span style={{ scale: `${probability} 1` }} />
            </span>
            <span className={styles.barValue}>{probabilities ? `${Math.round(probability * 100)} %` : ""}</span>
          </li>
        );
      })}
    </ol>
  );
}
