import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import type { BenchmarkResult, ModelCard } from "@/api/types";
import { Legend } from "@/components/charts/Legend";
import { colourOf } from "@/components/networks/series";
import { Loading, Notice } from "@/components/problem/Notice";
import { useNumbers } from "@/components/ui/useNumbers";

import { confusionOf, errorsByClass, rowOf } from "../figures";
import { useLabels } from "../useLabels";

const GroupedBars = lazy(() => import("@/components/charts/GroupedBars"));

interface ClassErrorsProps {
  cards: readonly ModelCard[];
  result: BenchmarkResult | null;
}

export function ClassErrors({ cards, result }: ClassErrorsProps) {
  const { t } = useTranslation("lab");
  const { percent } = useNumbers();
  const { all } = useLabels();
  const series = cards.flatMap((card) => {
    const matrix = confusionOf(card, rowOf(result, card.name));
    return matrix ? [{ key: card.name, label: card.title, colour: colourOf(card.name), values: errorsByClass(matrix) }] : [];
  });
  if (series.length === 0) return <Notice>{t("errors.none")}</Notice>;
  return (
    <>
      <Legend items={series} />
      <Suspense fallback={<Loading />}>
        <GroupedBars
          label={t("errors.title")}
          groups={cards[0] ? all(cards[0]) : []}
          series={series}
          format={(value) => percent(value, 1)}
          heading={(label) => t("errors.label", { label })}
        />
      </Suspense>
    </>
  );
}
