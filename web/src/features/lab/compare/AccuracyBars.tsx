import { useTranslation } from "react-i18next";

import type { BenchmarkResult, ModelCard } from "@/api/types";
import { colourOf } from "@/components/networks/series";
import { Notice } from "@/components/problem/Notice";
import { useNumbers } from "@/components/ui/useNumbers";

import { accuracyOf, countOf, rowOf, wilson } from "../figures";
import styles from "../lab.module.css";

interface ComparedProps {
  cards: readonly ModelCard[];
  result: BenchmarkResult | null;
}

/** Accuracies are all near 100 %, so the bars show the errors, with the 95 % interval: there differences can be seen. */
export function AccuracyBars({ cards, result }: ComparedProps) {
  const { t } = useTranslation("lab");
  const { count, percent } = useNumbers();
  const rows = cards.flatMap((card) => {
    const row = rowOf(result, card.name);
    const figure = accuracyOf(card);
    const accuracy = row?.metrics.accuracy ?? figure?.value;
    const counted = row?.count ?? countOf(figure);
    const words = counted ? t("accuracy.of", { count: counted, total: count(counted) }) : (figure?.protocol ?? "");
    return accuracy === undefined ? [] : [{ card, accuracy, words, span: counted ? wilson(accuracy, counted) : null }];
  });
  if (rows.length === 0) return <Notice>{t("metrics.none")}</Notice>;
  const worst = Math.max(1e-6, ...rows.map(({ accuracy, span }) => 1 - (span?.[0] ?? accuracy)));
  const across = (share: number) => `${(share / worst) * 100}%`;
  return (
    <ul className={styles.accuracy}>
      {rows.map(({ card, accuracy, words, span }) => (
        <li key={card.name} style={{ "--series": colourOf(card.name) }}>
          <p>
            <strong>{card.title}</strong>
            <span className={styles.big}>{percent(accuracy, 2)}</span>
          </p>
          <div className={styles.errorBar} aria-hidden="true">
            <span style={{ width: across(1 - accuracy) }} />
            {span ? <i style={{ left: across(1 - span[1]), width: across(span[1] - span[0]) }} /> : null}
          </div>
          <p className={styles.soft}>
            <span>
              {span
                ? t("accuracy.between", { share: percent(1 - accuracy, 2), low: percent(span[0], 2), high: percent(span[1], 2) })
                : t("accuracy.errors", { share: percent(1 - accuracy, 2) })}
            </span>
            <span>{words}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
