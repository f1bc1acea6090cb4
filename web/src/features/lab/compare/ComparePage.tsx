import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { benchmarkQuery } from "@/api/benchmarks";
import type { BenchmarkResult, ModelCard } from "@/api/types";
import { Confusion } from "@/components/charts/Confusion";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Panel } from "@/components/ui/Panel";

import { Architecture } from "../Architecture";
import { confusionOf, rowOf } from "../figures";
import { HistoryCurves } from "../HistoryCurves";
import styles from "../lab.module.css";
import { useConfusionWords } from "../useConfusionWords";
import { useDigitModels } from "../useDigitModels";
import { AccuracyBars } from "./AccuracyBars";
import { ClassErrors } from "./ClassErrors";
import { ComparisonTable } from "./ComparisonTable";
import { Mistakes } from "./Mistakes";
import { RunBenchmark } from "./RunBenchmark";

export default function ComparePage() {
  const { t } = useTranslation("lab");
  const { cards, error, loading, retry } = useDigitModels();
  const benchmark = useQuery(benchmarkQuery);
  if (error) return <ProblemNotice error={error} onRetry={retry} />;
  if (loading) return <Loading />;
  if (cards.length === 0) return <Notice>{t("none")}</Notice>;
  const result = benchmark.data?.result ?? null;
  return (
    <div className={styles.stack}>
      <Source result={result} />
      <div className={styles.pair}>
        <Panel title={t("accuracy.title")}>
          <AccuracyBars cards={cards} result={result} />
        </Panel>
        <Panel title={t("errors.title")}>
          <ClassErrors cards={cards} result={result} />
        </Panel>
      </div>
      <Panel title={t("table.title")}>
        <ComparisonTable cards={cards} result={result} />
      </Panel>
      <Panel title={t("history.title")}>
        <HistoryCurves cards={cards} />
      </Panel>
      <Matrices cards={cards} result={result} />
      <Panel title={t("mistakes.title")}>
        <Mistakes cards={cards} result={result} />
      </Panel>
      <Panel title={t("architecture")}>
        <div className={styles.trio}>
          {cards.map((card) => (
            <section key={card.name}>
              <h3>{card.title}</h3>
              <Architecture name={card.name} title={card.title} />
            </section>
          ))}
        </div>
      </Panel>
      <RunBenchmark />
    </div>
  );
}

/** Where the figures of this page come from. */
function Source({ result }: { result: BenchmarkResult | null }) {
  const { t, i18n } = useTranslation("lab");
  if (!result) return <Notice action={<a href="#benchmark">{t("run.title")}</a>}>{t("source.cards")}</Notice>;
  const measured = new Date(result.measured).toLocaleString(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  const { data, version, machine } = result;
  return <Notice>{t("source.measured", { data, measured, cpu: machine.cpu, cores: machine.cores, version })}</Notice>;
}

function Matrices({ cards, result }: { cards: readonly ModelCard[]; result: BenchmarkResult | null }) {
  const { t } = useTranslation("lab");
  const say = useConfusionWords();
  const known = cards.flatMap((card) => {
    const matrix = confusionOf(card, rowOf(result, card.name));
    return matrix ? [{ card, matrix }] : [];
  });
  return (
    <Panel title={t("confusion.title")}>
      {known.length === 0 ? <Notice>{t("confusion.none")}</Notice> : null}
      <div className={styles.trio}>
        {known.map(({ card, matrix }) => (
          <Confusion key={card.name} matrix={matrix} labels={card.labels} caption={card.title} hint={t("confusion.hint")} say={say} />
        ))}
      </div>
    </Panel>
  );
}
