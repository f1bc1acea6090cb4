import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

import { ChartTooltip } from "./ChartTooltip";
import styles from "./charts.module.css";

export interface Curve {
  key: string;
  label: string;
  colour: string;
  dashed?: boolean;
  /** One value per x; null where there is none. */
  values: readonly (number | null)[];
}

interface CurvesProps {
  /** Said to those who cannot see the chart. */
  label: string;
  /** What is counted along the horizontal axis. */
  along: string;
  curves: readonly Curve[];
  /** Where the values stand on the horizontal axis; 1, 2, 3 and so on when absent. */
  at?: readonly number[];
  height?: number;
  format(value: number): string;
  logarithmic?: boolean;
  /** Where the vertical axis begins; what lies below is cut off. */
  from?: number;
  /** Where it ends at most. */
  upTo?: number;
}

type Point = Record<string, number | null>;

/** The first place on the axis is 1, the first epoch, unless the places are given. */
function pointsOf(curves: readonly Curve[], at: readonly number[] | undefined): Point[] {
  const length = Math.max(0, ...curves.map((curve) => curve.values.length));
  return Array.from({ length }, (_, i) => ({
    at: at ? (at[i] ?? null) : i + 1,
    ...Object.fromEntries(curves.map((curve) => [curve.key, curve.values[i] ?? null])),
  }));
}

const AXIS = { stroke: "var(--line-strong)", tick: { fill: "var(--text-soft)", fontSize: 12 }, tickLine: false } as const;
/** Places that are given need not be evenly apart. */
const NUMBERS = { type: "number", domain: ["dataMin", "dataMax"] } as const;

export default function Curves({ label, along, curves, at, height = 260, format, logarithmic = false, from, upTo }: CurvesProps) {
  return (
    <figure className={styles.chart} aria-label={label}>
      <ResponsiveContainer width="100%" height={height}>
        <LineChart data={pointsOf(curves, at)} margin={{ top: 8, right: 12, bottom: 4, left: 0 }} title={label} accessibilityLayer>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis dataKey="at" {...AXIS} {...(at ? NUMBERS : null)} minTickGap={24} label={{ value: along, position: "insideBottomRight", offset: -2, fill: "var(--text-soft)", fontSize: 12 }} />
          <YAxis {...AXIS} axisLine={false} width={58} tickFormatter={format} scale={logarithmic ? "log" : "auto"} domain={[from ?? "auto", upTo ?? "auto"]} allowDataOverflow={from !== undefined} />
          <Tooltip content={<ChartTooltip heading={(at) => `${along} ${at}`} format={format} />} isAnimationActive={false} />
          {curves.map((curve) => (
            <Line
              key={curve.key}
              dataKey={curve.key}
              name={curve.label}
              stroke={curve.colour}
              strokeWidth={2}
              strokeDasharray={curve.dashed ? "5 4" : undefined}
              dot={false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </figure>
  );
}
