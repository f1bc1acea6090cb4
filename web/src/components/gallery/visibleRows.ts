import { defaultRangeExtractor, type Range } from "@tanstack/react-virtual";

/** The rows in sight and the one that holds the focus, which must not be lost by scrolling. */
export function withRow(range: Range, row: number): number[] {
  const rows = defaultRangeExtractor(range);
  if (row < 0 || row >= range.count || rows.includes(row)) return rows;
  return [...rows, row].sort((a, b) => a - b);
}
