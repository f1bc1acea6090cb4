import type { BenchmarkResult, BenchmarkRow, MetricFigure, ModelCard } from "@/api/types";

/** The figure of a kind that stands for a model: on test data if there is such a one. */
export function figureOf(card: ModelCard, metric: string): MetricFigure | null {
  const figures = card.metrics.filter((figure) => figure.metric === metric);
  return figures.find((figure) => /\btest(?![a-z])/i.test(`${figure.data} ${figure.protocol}`)) ?? figures[0] ?? null;
}

export const accuracyOf = (card: ModelCard) => figureOf(card, "accuracy");

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

/** How many pictures a card's figure was counted on, if it says so. */
export function countOf(figure: MetricFigure | null): number | null {
  const said = /\((\d+) pictures\)/.exec(figure?.data ?? "");
  return said ? Number(said[1]) : null;
}

const Z95 = 1.959963984540054; // the normal distribution has 95 % within this many deviations

/** The lowest and the highest true share that a measured one of `count` agrees with (Wilson 1927). */
export function wilson(share: number, count: number): [number, number] {
  if (count === 0) return [0, 1];
  const weight = Z95 ** 2 / count;
  const middle = (share + weight / 2) / (1 + weight);
  const half = (Z95 * Math.sqrt((share * (1 - share)) / count + weight / (4 * count))) / (1 + weight);
  return [share === 0 ? 0 : middle - half, share === 1 ? 1 : middle + half];
}
