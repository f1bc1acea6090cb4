import { useTranslation } from "react-i18next";

import type { ClassFigures, LessonReport } from "@/api/types";
import Curves from "@/components/charts/Curves";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./report.module.css";

interface MorePicturesProps {
  points: LessonReport["learning_curve"];
  classes: readonly ClassFigures[];
}

/** A gain below this is chance more often than not. */
const WORTH = 0.01;

/** Would more pictures help, and of what: how good it is with a part of them, and what the other part brought. */
export function MorePictures({ points, classes }: MorePicturesProps) {
  const { t } = useTranslation("teach");
  const { percent } = useNumbers();
  const gains = classes.flatMap(({ name, gain }) => (gain !== null && gain >= WORTH ? [{ name, gain }] : [])).sort((a, b) => b.gain - a.gain);
  if (points.length < 2) return <p className={styles.soft}>{t("more.few")}</p>;
  const least = Math.min(...points.map(({ accuracy }) => accuracy));
  return (
    <div className={styles.pair}>
      <Curves
        label={t("more.label")}
        along={t("more.examples")}
        at={points.map(({ examples }) => examples)}
        curves={[{ key: "accuracy", label: t("curves.accuracy"), colour: "var(--accent)", values: points.map(({ accuracy }) => accuracy) }]}
        from={Math.max(0, Math.floor(least * 10) / 10)}
        upTo={1}
        height={200}
        format={(value) => percent(value, 0)}
      />
      <div>
        <p className={styles.soft}>{t("more.why")}</p>
        {gains.length > 0 ? (
          <>
            <h3 className={styles.gainsTitle}>{t("more.gains")}</h3>
            <ul className={styles.gains}>
              {gains.slice(0, 8).map(({ name, gain }) => (
                <li key={name}>
                  <span>{name}</span>
                  <b>+{percent(gain, 0)}</b>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </div>
  );
}
