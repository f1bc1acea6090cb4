import styles from "./charts.module.css";

interface Entry {
  dataKey?: unknown;
  name?: string | number;
  value?: unknown;
  color?: string;
}

interface ChartTooltipProps {
  heading(at: string): string;
  format(value: number): string;
  /** Filled in by the chart. */
  active?: boolean;
  label?: string | number;
  payload?: readonly Entry[];
}

export function ChartTooltip({ heading, format, active, label, payload }: ChartTooltipProps) {
  if (!active || !payload?.length) return null;
  return (
    <div className={styles.tooltip}>
      <strong>{heading(String(label))}</strong>
      <ul>
        {payload.map(({ dataKey, name, value, color }) => (
          <li key={String(dataKey)}>
            <i style={{ background: color }} /> {name} <span>{typeof value === "number" ? format(value) : "–"}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
