import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

import { ChartTooltip } from "./ChartTooltip";
import styles from "./charts.module.css";

export interface BarSeries {
  key: string;
  label: string;
  colour: string;
  values: readonly number[];
}

interface GroupedBarsProps {
  label: string;
  groups: readonly string[];
  series: readonly BarSeries[];
  format(value: number): string;
  /** How a group is called in full, for the tooltip. */
  heading(group: string): string;
}

export default function GroupedBars({ label, groups, series, format, heading }: GroupedBarsProps) {
  const rows = groups.map((group, i) => ({ group, ...Object.fromEntries(series.map((each) => [each.key, each.values[i] ?? 0])) }));
  const tick = { fill: "var(--text-soft)", fontSize: 12 };
  return (
    <figure className={styles.chart} aria-label={label}>
      <ResponsiveContainer width="100%" height={260}>
        <BarChart data={rows} margin={{ top: 8, right: 12, bottom: 4, left: 0 }} barGap={1} barCategoryGap="22%" title={label} accessibilityLayer>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis dataKey="group" stroke="var(--line-strong)" tick={tick} tickLine={false} />
          <YAxis stroke="var(--line-strong)" tick={tick} tickLine={false} axisLine={false} width={58} tickFormatter={format} />
          <Tooltip cursor={{ fill: "var(--sunken)" }} content={<ChartTooltip heading={heading} format={format} />} isAnimationActive={false} />
          {series.map((each) => (
            <Bar key={each.key} dataKey={each.key} name={each.label} fill={each.colour} radius={[3, 3, 0, 0]} isAnimationActive={false} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </figure>
  );
}
