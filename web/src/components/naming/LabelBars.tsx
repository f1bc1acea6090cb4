import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { NamingLabel } from "@/api/types";

import { WhyIcon } from "../ui/icons";
import { useNumbers } from "../ui/useNumbers";
import styles from "./naming.module.css";
import { namesOf, withLooked } from "./words";

interface LabelBarsProps {
  /** What the list is of, said aloud. */
  label: string;
  labels: readonly NamingLabel[];
  /** Below it the model says that it is none of its labels; null: it never does. */
  threshold: number | null;
  refused: boolean;
  /** The label whose heat map is shown; null: none. It stands in the list even where it is far down. */
  looked: NamingLabel | null;
  /** Absent: the model cannot show its reasons. */
  onLook?(index: number): void;
}

const FEW = 5;

/** Labels with their probabilities as bars, the most probable first; each is a button for its heat map. */
export function LabelBars({ label, labels, threshold, refused, looked, onLook }: LabelBarsProps) {
  const { t } = useTranslation("naming");
  const [all, setAll] = useState(false);
  const shown = withLooked(labels, all ? labels.length : FEW, looked);
  const hidden = labels.length - FEW;
  return (
    <>
      <ol className={styles.bars} aria-label={label} data-refused={refused || undefined}>
        {shown.map((each) => (
          <li key={each.index}>
            <Bar each={each} threshold={threshold} looked={looked?.index === each.index} onLook={onLook} />
          </li>
        ))}
      </ol>
      {hidden > 0 ? (
        <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("fewer") : t("more", { count: hidden })}
        </button>
      ) : null}
    </>
  );
}

interface BarProps {
  each: NamingLabel;
  threshold: number | null;
  looked: boolean;
  onLook?(index: number): void;
}

function Bar({ each, threshold, looked, onLook }: BarProps) {
  const { t, i18n } = useTranslation("naming");
  const { percent } = useNumbers();
  const { own, other } = namesOf(each, i18n.language);
  const probability = percent(each.probability, each.probability < 0.0995 ? 1 : 0);
  const inside = (
    <>
      <span className={styles.barWords}>
        <span className={styles.barName}>
          {own}
          {other ? <small lang={i18n.language === "zh" ? "en" : "zh-Hans"}>{other}</small> : null}
        </span>
        <span className={styles.barFigure}>{probability}</span>
      </span>
      <span className={styles.track}>
        <span className={styles.fill} style={{ width: `${100 * each.probability}%` }} />
        {threshold === null ? null : <span className={styles.tick} style={{ left: `${100 * threshold}%` }} title={t("threshold", { threshold: percent(threshold, 0) })} />}
      </span>
    </>
  );
  if (!onLook)
    return (
      <div className={styles.bar} aria-label={t("label", { name: own, probability })}>
        {inside}
      </div>
    );
  return (
    <button
      type="button"
      className={styles.bar}
      aria-pressed={looked}
      aria-label={t("labelWhy", { name: own, probability })}
      onClick={() => onLook(each.index)}
    >
      {inside}
      <span className={styles.eye}>
        <WhyIcon />
      </span>
    </button>
  );
}
