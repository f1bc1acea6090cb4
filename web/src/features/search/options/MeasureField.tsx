import { useTranslation } from "react-i18next";

import { Choice } from "@/components/ui/Choice";

import type { Measure } from "../query";
import styles from "./options.module.css";

/** Whether nearness is said as the cosine or as the Euclidean distance. */
export function MeasureField({ measure, onChange }: { measure: Measure; onChange(measure: Measure): void }) {
  const { t } = useTranslation("search");
  const options = (["cosine", "distance"] as const).map((value) => ({ value, label: t(`measure.${value}`) }));
  return (
    <div className={styles.field}>
      <span className={styles.label}>{t("measure.title")}</span>
      <Choice<Measure> label={t("measure.title")} value={measure} options={options} onChange={onChange} />
      <p className={styles.soft}>{t(`measure.about.${measure}`)}</p>
    </div>
  );
}
