import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { benchmarkQuery } from "@/api/benchmarks";
import type { BenchmarkResult, ModelCard } from "@/api/types";
import { Confusion } from "@/components/charts/Confusion";
import { Loading, Notice, ProblemNotice } from "@/components/problem/Notice";
import { Choice } from "@/components/ui/Choice";
import { Panel } from "@/components/ui/Panel";
import { useUrlState } from "@/components/ui/useUrlState";

import { Architecture } from "../Architecture";
import type { Family } from "../families";
import { confusionOf, rowOf } from "../figures";
import { HistoryCurves } from "../HistoryCurves";
import styles from "../lab.module.css";
import { useConfusionWords } from "../useConfusionWords";
import { useFamilies } from "../useFamilies";
import { useFamilyName, useLabels } from "../useLabels";
import { AccuracyBars } from "./AccuracyBars";
import { ClassErrors } from "./ClassErrors";
import { ComparisonTable } from "./ComparisonTable";
import { Mistakes } from "./Mistakes";
import { RunBenchmark } from "./RunBenchmark";

/** Which models stand side by side is in the URL: a comparison is a link. */
export default function ComparePage() {
  const { t } = useTranslation("lab");
  const { families, error, loading, retry } = useFamilies();
  const nameOf = useFamilyName();
  const [chosen, choose] = useUrlState("of", families[0]?.key ?? "");
  if (error) return <ProblemNotice error={error} onRetry={retry} />;
  if (loading) return <Loading />;
  const compared = families.filter(({ key }) => key !== "photo"); // which knows a thousand labels that no folder has
  const family = compared.find(({ key }) => key === chosen) ?? compared[0];
  if (!family) return <Notice>{t("none")}</Notice>;
  const options = compared.map((each) => ({ value: each.key, label: nameOf(each) }));
  return (
    <div className={styles.stack}>
      {options.length > 1 ? <Choice label={t("families.choose")} value={family.key} options={options} onChange={choose} /> : null}
      <Comparison key={family.key} family={family} />
    </div>
  );
}

function Comparison({ family }: { family: Family }) {
  const { t } = useTranslation("lab");
  const { cards } = family;
  const benchmark = useQuery(benchmarkQuery(family.benchmark));
  const result = resultOf(family, benchmark.data?.result ?? null);
  return (
    <>
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
        <ComparisonTable family={family} result={result} />
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
      <RunBenchmark name={family.benchmark} />
    </>
  );
}

/** The newest result may be of other models, with other labels: then it says nothing of these. */
function resultOf({ cards }: Family, result: BenchmarkResult | null): BenchmarkResult | null {
  return cards.some((card) => rowOf(result, card.name)) ? result : null;
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
  const { all } = useLabels();
  const known = cards.flatMap((card) => {
    const matrix = confusionOf(card, rowOf(result, card.name));
    return matrix ? [{ card, matrix }] : [];
  });
  return (
    <Panel title={t("confusion.title")}>
      {known.length === 0 ? <Notice>{t("confusion.none")}</Notice> : null}
      <div className={styles.trio}>
        {known.map(({ card, matrix }) => (
          <Confusion key={card.name} matrix={matrix} labels={all(card)} caption={card.title} hint={t("confusion.hint")} say={say} />
        ))}
      </div>
    </Panel>
  );
}
