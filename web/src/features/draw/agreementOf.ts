import type { ModelReading } from "@/api/types";

export type Agreement =
  | { kind: "all"; reading: string }
  | { kind: "split"; readings: readonly { title: string; reading: string }[] }
  | { kind: "none" };

/** Nothing but marks that are refused. */
export const isRefusal = (reading: string) => /^\?*$/.test(reading);

/** Whether the networks read the same; what a single network reads is all that is read. */
export function agreementOf(models: readonly ModelReading[]): Agreement {
  const [first] = models;
  if (!first) return { kind: "none" };
  if (models.every((model) => model.reading === first.reading)) return { kind: "all", reading: first.reading };
  return { kind: "split", readings: models.map(({ title, reading }) => ({ title, reading })) };
}

/** The reading that most networks share, or null when each reads something else. */
export function majorityOf(models: readonly ModelReading[]): string | null {
  const votes = new Map<string, number>();
  for (const { reading } of models) votes.set(reading, (votes.get(reading) ?? 0) + 1);
  const [winner] = [...votes].sort((a, b) => b[1] - a[1]);
  return winner && winner[1] > models.length / 2 ? winner[0] : null;
}
