import { useTranslation } from "react-i18next";

import type { CurvePoint } from "@/api/types";
import Curves, { type Curve } from "@/components/charts/Curves";
import { Legend } from "@/components/charts/Legend";
import { useNumbers } from "@/components/ui/useNumbers";

import { beginningOf, type Figure, shaped } from "./curves";
import styles from "./train.module.css";

interface LearningCurvesProps {
  points: readonly CurvePoint[];
  height?: number;
}

/** Accuracy and loss, step by step: what is learned from (dashed), and what is held back (solid). */
export default function LearningCurves({ points, height }: LearningCurvesProps) {
  const { t } = useTranslation("teach");
  const { percent, plain } = useNumbers();
  const curvesOf = (figure: Figure): { at: number[]; curves: Curve[]; from: number } => {
    const lines = shaped(points, figure);
    const curves = (["validation", "train"] as const).map((part): Curve => ({
      key: part,
      label: t(`curves.${part}`),
      colour: part === "train" ? "var(--series-1)" : "var(--accent)",
      dashed: part === "train",
      values: lines[part],
    }));
    return { at: lines.at, curves, from: beginningOf(lines) };
  };
  const accuracy = curvesOf("accuracy");
  const loss = curvesOf("loss");
  return (
    <div className={styles.curves}>
      <Legend items={accuracy.curves} />
      <div className={styles.pair}>
        <section>
          <h3>{t("curves.accuracy")}</h3>
          <Curves label={t("curves.accuracy")} along={t("curves.step")} at={accuracy.at} curves={accuracy.curves} from={accuracy.from} upTo={1} height={height} format={(value) => percent(value, 0)} />
        </section>
        <section>
          <h3>{t("curves.loss")}</h3>
          <Curves label={t("curves.loss")} along={t("curves.step")} at={loss.at} curves={loss.curves} height={height} format={(value) => plain(value, 2)} />
        </section>
      </div>
    </div>
  );
}
