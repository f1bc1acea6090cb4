import type { Month } from "@/api/types";

export interface MonthBar {
  /** 1–12 */
  month: number;
  pictures: number;
  /** Of the largest month of all, 0–1. */
  share: number;
}

export interface Year {
  year: string;
  pictures: number;
  share: number;
  months: readonly MonthBar[];
}

/** Months as years that hold months, the newest first. */
export function yearsOf(months: readonly Month[]): Year[] {
  const most = Math.max(1, ...months.map(({ pictures }) => pictures));
  const years = new Map<string, MonthBar[]>();
  for (const { month, pictures } of months) {
    const [year = "", number = ""] = month.split("-");
    const bars = years.get(year) ?? [];
    bars.push({ month: Number(number), pictures, share: pictures / most });
    years.set(year, bars);
  }
  const sums = [...years].map(([year, bars]) => ({ year, bars, pictures: bars.reduce((sum, bar) => sum + bar.pictures, 0) }));
  const mostInYear = Math.max(1, ...sums.map(({ pictures }) => pictures));
  return sums
    .sort((a, b) => b.year.localeCompare(a.year))
    .map(({ year, bars, pictures }) => ({
      year,
      pictures,
      share: pictures / mostInYear,
      months: bars.sort((a, b) => b.month - a.month),
    }));
}

const two = (value: number) => String(value).padStart(2, "0");

/** The first and the last day of a year, or of one of its months. */
export function spanOf(year: string, month?: number): { since: string; until: string } {
  if (month === undefined) return { since: `${year}-01-01`, until: `${year}-12-31` };
  const last = new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
  return { since: `${year}-${two(month)}-01`, until: `${year}-${two(month)}-${two(last)}` };
}
