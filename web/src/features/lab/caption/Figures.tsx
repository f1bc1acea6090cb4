import { useTranslation } from "react-i18next";

import type { BenchmarkResult, BenchmarkRow, CaptionLook } from "@/api/types";
import { Panel } from "@/components/ui/Panel";
import { Scroll } from "@/components/ui/Scroll";
import { useNumbers } from "@/components/ui/useNumbers";

import styles from "./caption.module.css";

const LIKENESS = ["bleu1", "bleu2", "bleu3", "bleu4", "meteor", "rouge_l", "cider"];
const NAMES: Record<string, string> = {
  bleu1: "BLEU-1",
  bleu2: "BLEU-2",
  bleu3: "BLEU-3",
  bleu4: "BLEU-4",
  meteor: "METEOR",
  rouge_l: "ROUGE-L",
  cider: "CIDEr-D",
};
const TRUST = ["fits", "sure", "sure_fits", "ece", "novel", "distinct", "words", "latency_ms_p50"];
const SHARES = new Set(["fits", "sure", "sure_fits", "novel", "distinct"]);

interface FiguresProps {
  result: BenchmarkResult;
  look: CaptionLook | null;
}

/** Two tables with a row for each width of the search: likeness to people's sentences, then trust, variety and time. */
export function Figures({ result, look }: FiguresProps) {
  const { t, i18n } = useTranslation("lab");
  const measured = new Date(result.measured).toLocaleString(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  const [first] = result.rows;
  if (!first) return null;
  const { cpu, cores } = result.machine;
  const people = look && Object.keys(look.people).length > 0 ? look : null;
  return (
    <>
      <Panel title={t("caption.figures.title")}>
        <p className={styles.soft}>{t("caption.figures.lead", { count: first.count })}</p>
        <Table label={t("caption.figures.title")} metrics={LIKENESS} nameOf={(metric) => NAMES[metric] ?? metric} rows={result.rows}>
          {people ? (
            <tr className={styles.people}>
              <th scope="row">
                {t("caption.figures.people")} <small>{t("caption.figures.peopleHint", { count: people.against })}</small>
              </th>
              <Cells metrics={LIKENESS} values={people.people} />
            </tr>
          ) : null}
        </Table>
        <p className={styles.soft}>
          {t("caption.figures.measured", { measured, data: result.data, model: first.model, version: String(first.setting.version ?? ""), cpu, cores })}
        </p>
      </Panel>
      <Panel title={t("caption.trust.title")}>
        <p className={styles.soft}>{t("caption.trust.lead")}</p>
        <Table
          label={t("caption.trust.title")}
          metrics={TRUST.filter((metric) => metric in first.metrics)}
          nameOf={(metric) => t(`caption.trust.${metric === "latency_ms_p50" ? "latency" : metric}`)}
          rows={result.rows}
        />
      </Panel>
    </>
  );
}

interface TableProps {
  label: string;
  metrics: readonly string[];
  nameOf(metric: string): string;
  rows: readonly BenchmarkRow[];
  children?: React.ReactNode;
}

function Table({ label, metrics, nameOf, rows, children }: TableProps) {
  const { t } = useTranslation("lab");
  return (
    <Scroll label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("caption.figures.way")}</th>
            {metrics.map((metric) => (
              <th key={metric} scope="col">
                {nameOf(metric)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.model} ${row.setting.beam}`}>
              <th scope="row">{row.setting.beam === 1 ? t("caption.figures.greedy") : t("caption.figures.beam", { beam: row.setting.beam })}</th>
              <Cells metrics={metrics} values={row.metrics} />
            </tr>
          ))}
          {children}
        </tbody>
      </table>
    </Scroll>
  );
}

function Cells({ metrics, values }: { metrics: readonly string[]; values: Record<string, number> }) {
  const { percent, plain, milliseconds } = useNumbers();
  const written = (metric: string, value: number) => {
    if (SHARES.has(metric)) return percent(value, 1);
    return metric.startsWith("latency") ? milliseconds(value) : plain(value, 3);
  };
  return metrics.map((metric) => {
    const value = values[metric];
    return <td key={metric}>{value === undefined ? "–" : written(metric, value)}</td>;
  });
}
