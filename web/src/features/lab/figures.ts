import type { BenchmarkResult, BenchmarkRow, MetricFigure, ModelCard } from "@/api/types";

/** The accuracy that stands for a model: on test data if there is such a figure. */
export function accuracyOf(card: ModelCard): MetricFigure | null {
  const figures = card.metrics.filter((figure) => figure.metric === "accuracy");
  return figures.find((figure) => /\btest\b/i.test(`${figure.data} ${figure.protocol}`)) ?? figures[0] ?? null;
}

/** The benchmark's row for a model at the settings the product uses: the first one. */
export const rowOf = (result: BenchmarkResult | null | undefined, model: string): BenchmarkRow | null =>
  result?.rows.find((row) => row.model === model) ?? null;

/** Measured here if it was, else as the card says. */
export const confusionOf = (card: ModelCard, row: BenchmarkRow | null): number[][] | null => row?.confusion ?? card.confusion;

/** Share of wrong answers for each true label. */
export function errorsByClass(matrix: readonly (readonly number[])[]): number[] {
  return matrix.map((counts, truth) => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    return all === 0 ? 0 : 1 - (counts[truth] ?? 0) / all;
  });
}
