import { useState } from "react";

import styles from "./charts.module.css";

interface ConfusionProps {
  /** Rows are true labels, columns are answers. */
  matrix: readonly (readonly number[])[];
  labels: readonly string[];
  caption: string;
  /** Stands below until a cell is pointed at. */
  hint: string;
  /** What a cell says in words. */
  say(truth: string, answer: string, count: number, share: number): string;
  /** Present: cells that hold something are buttons. */
  onCell?(row: number, column: number): void;
  /** The cell that was chosen. */
  chosen?: { row: number; column: number } | null;
}

interface Cell {
  row: number;
  column: number;
}

/** Shades grow with the cube root: single errors beside a thousand right answers should still be seen. */
const strengthOf = (share: number) => `${Math.round(Math.cbrt(share) * 85)}%`;

export function Confusion({ matrix, labels, caption, hint, say, onCell, chosen }: ConfusionProps) {
  const [cell, setCell] = useState<Cell | null>(null);
  const sums = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const words = ({ row, column }: Cell) => {
    const count = matrix[row]?.[column] ?? 0;
    return say(labels[row] ?? "", labels[column] ?? "", count, count / (sums[row] || 1));
  };
  return (
    <figure className={styles.confusion}>
      <table onMouseLeave={() => setCell(null)}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <td aria-hidden="true" />
            {labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.map((counts, row) => (
            <tr key={labels[row]}>
              <th scope="row">{labels[row]}</th>
              {counts.map((count, column) => (
                <td
                  key={column}
                  data-right={row === column || undefined}
                  data-none={count === 0 || undefined}
                  style={{ "--strength": strengthOf(count / (sums[row] || 1)) }}
                  onMouseEnter={() => setCell({ row, column })}
                >
                  {onCell && count > 0 && row !== column ? (
                    <button
                      type="button"
                      aria-label={words({ row, column })}
                      aria-pressed={chosen?.row === row && chosen.column === column}
                      onFocus={() => setCell({ row, column })}
                      onClick={() => onCell(row, column)}
                    >
                      {count}
                    </button>
                  ) : (
                    count
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption>{cell ? words(cell) : hint}</figcaption>
    </figure>
  );
}
