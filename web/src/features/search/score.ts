import { MINUS } from "@/components/ui/numbers";

/** Two decimals, rounded down, so that a score just below a band's threshold does not look as if it reached it. */
export function scoreText(score: number): string {
  const exact = Math.round(score * 10_000);
  return (Math.floor(exact / 100) / 100).toFixed(2).replace("-", MINUS);
}
