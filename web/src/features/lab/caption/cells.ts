import type { Cells } from "@/components/naming/heat";

/** Rows of cells as one list, row by row. */
export function cellsOf(rows: readonly (readonly number[])[]): Cells {
  return { rows: rows.length, columns: rows[0]?.length ?? 0, values: Float32Array.from(rows.flat()) };
}

/** Where the next word is, to the right for 1 and to the left for −1; the ends do not meet. */
export const stepped = (place: number, step: number, count: number) => Math.min(count - 1, Math.max(0, place + step));
