import styles from "./charts.module.css";

export interface LegendItem {
  label: string;
  colour: string;
  dashed?: boolean;
}

export function Legend({ items }: { items: readonly LegendItem[] }) {
  return (
    <ul className={styles.legend}>
      {items.map(({ label, colour, dashed }) => (
        <li key={label}>
          <i data-dashed={dashed || undefined} style={{ "--colour": colour }} aria-hidden="true" />
          {label}
        </li>
      ))}
    </ul>
  );
}
