import { useTranslation } from "react-i18next";

import type { BenchmarkResult, ModelCard } from "@/api/types";
import { colourOf } from "@/components/networks/series";
import { Notice } from "@/components/problem/Notice";
import { useNumbers } from "@/components/ui/useNumbers";

import { accuracyOf, rowOf } from "../figures";
import styles from "../lab.module.css";

interface ComparedProps {
  cards: readonly ModelCard[];
  result: BenchmarkResult | null;
}

/** All are above 95 %, so the bars show the errors: there the differences can be seen. */
export function AccuracyBars({ cards, result }: ComparedProps) {
  const { t } = useTranslation("lab");
  const { count, percent } = useNumbers();
  const rows = cards.flatMap((card) => {
    const row = rowOf(result, card.name);
    const figure = accuracyOf(card);
    const accuracy = row?.metrics.accuracy ?? figure?.value;
    const words = row ? t("accuracy.of", { count: row.count, total: count(row.count) }) : (figure?.protocol ?? "");
    return accuracy === undefined ? [] : [{ card, accuracy, words }];
  });
  if (rows.length === 0) return <Notice>{t("metrics.none")}</Notice>;
  const worst = Math.max(1e-6, ...rows.map((row) => 1 - row.accuracy));
  return (
    <ul className={styles.accuracy}>
      {rows.map(({ card, accuracy, words }) => (
        <li key={card.name} style={{ "--series": colourOf(card.name) }}>
          <p>
            <strong>{card.title}</strong>
            <span className={styles.big}>{percent(accuracy, 2)}</span>
          </p>
          <div className={styles.errorBar} aria-hidden="true">
            <span style={{ width: `${((1 - accuracy) / worst) * 100}%` }} />
          </div>
          <p className={styles.soft}>
            <span>{t("accuracy.errors", { share: percent(1 - accuracy, 2) })}</span>
            <span>{words}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
