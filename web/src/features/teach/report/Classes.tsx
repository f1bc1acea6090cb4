import { useTranslation } from "react-i18next";

import type { ClassFigures } from "@/api/types";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./report.module.css";

/** For each class: how many of its own were found, and how many of its answers were right. */
export function Classes({ classes }: { classes: readonly ClassFigures[] }) {
  const { t } = useTranslation("teach");
  const { percent, count } = useNumbers();
  return (
    <Scroll label={t("report.classes")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("report.class")}</th>
            <th scope="col">{t("report.recall")}</th>
            <th scope="col">{t("report.precision")}</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((one) => (
            <tr key={one.name}>
              <th scope="row">
                {one.name}
                <small>{t("lesson.examples", { count: one.examples, number: count(one.examples) })}</small>
              </th>
              <td>
                <Share value={one.recall} words={percent(one.recall, 0)} colour="var(--accent)" />
              </td>
              <td>
                {one.precision === null ? <span className={styles.soft}>{t("report.noAnswer")}</span> : <Share value={one.precision} words={percent(one.precision, 0)} colour="var(--series-2)" />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>{t("report.classesWhy")}</p>
    </Scroll>
  );
}

function Share({ value, words, colour }: { value: number; words: string; colour: string }) {
  return (
    <span className={styles.share}>
      <span className={styles.track}>
        <span style={{ width: `${100 * value}%`, background: colour }} />
      </span>
      <span>{words}</span>
    </span>
  );
}
