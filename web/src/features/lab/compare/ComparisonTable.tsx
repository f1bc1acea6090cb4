import { useTranslation } from "react-i18next";

import type { BenchmarkResult, ModelCard } from "@/api/types";
import { colourOf } from "@/components/networks/series";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import type { Family } from "../families";
import { accuracyOf, figureOf, rowOf } from "../figures";
import styles from "../lab.module.css";
import { LatencyBar } from "../ModelsPage";
import { type LatencyRun, useLatency } from "../useLatency";

interface ComparisonTableProps {
  family: Family;
  result: BenchmarkResult | null;
}

interface Line {
  name: string;
  of(card: ModelCard): string;
}

/** Models are columns, figures are rows: figures of one kind stand beside each other. */
export function ComparisonTable({ family, result }: ComparisonTableProps) {
  const { t } = useTranslation("lab");
  const { cards } = family;
  const latency = useLatency(family);
  const lines = useLines(result, latency);
  return (
    <>
      <Scroll label={t("table.title")}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("table.figure")}</th>
              {cards.map((card) => (
                <th key={card.name} scope="col" className={styles.number}>
                  <span className={styles.dot} style={{ background: colourOf(card.name) }} /> {card.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.name}>
                <th scope="row">{line.name}</th>
                {cards.map((card) => (
                  <td key={card.name} className={styles.number}>
                    {line.of(card)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <LatencyBar latency={latency} />
    </>
  );
}

function useLines(result: BenchmarkResult | null, latency: LatencyRun): Line[] {
  const { t } = useTranslation("lab");
  const { bytes, count, milliseconds, percent, plain } = useNumbers();
  const measured = (card: ModelCard, metric: string) => rowOf(result, card.name)?.metrics[metric];
  const orDash = (value: number | undefined, write: (value: number) => string) => (value === undefined ? "–" : write(value));
  const time = (card: ModelCard, metric: "latency_ms_p50" | "latency_ms_p95") =>
    orDash(latency.of(card.name)?.[metric] ?? measured(card, metric), milliseconds);
  const weighted = (card: ModelCard) => card.layers.filter((layer) => layer.parameters > 0).length;
  return [
    { name: t("facts.accuracy"), of: (card) => orDash(measured(card, "accuracy") ?? accuracyOf(card)?.value, (value) => percent(value, 2)) },
    ...(["log_loss", "ece"] as const).map((metric) => ({
      name: t(`metrics.names.${metric}`),
      of: (card: ModelCard) => orDash(measured(card, metric) ?? figureOf(card, metric)?.value, (value) => plain(value)),
    })),
    { name: t("table.layers"), of: (card) => t("table.ofWhich", { count: card.layers.length, weighted: weighted(card) }) },
    { name: t("facts.parameters"), of: (card) => count(card.parameters) },
    { name: t("facts.multiplyAdds"), of: (card) => count(card.multiply_adds) },
    { name: t("facts.size"), of: (card) => bytes(card.bytes) },
    { name: t("table.p50"), of: (card) => time(card, "latency_ms_p50") },
    { name: t("table.p95"), of: (card) => time(card, "latency_ms_p95") },
  ];
}
