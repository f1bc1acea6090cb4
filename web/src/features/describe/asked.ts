/** What the describe page shows, as far as a link can say it. */
import { type From, readFrom, writeFrom } from "@/components/given/from";

export interface Asked {
  from: From | null;
  /** The first words of the sentence, given by the person; empty: none. */
  start: string;
  /** How many beginnings of sentences are followed at once. */
  beam: number;
  /** How many sentences are asked for. */
  count: number;
}

export const BEAMS = [1, 3, 5, 10] as const;
export const COUNTS = [1, 3, 5, 10] as const;
export const USUAL: Asked = { from: null, start: "", beam: 3, count: 3 };

/** The server takes no more; the rest is left out here, where one can see it. */
export const MOST_START = 10; // words
const LONGEST_START = 200; // characters

export const startOf = (typed: string) => typed.trim().split(/\s+/).slice(0, MOST_START).join(" ").slice(0, LONGEST_START);

function oneOf(text: string | null, values: readonly number[], usual: number): number {
  const value = Number(text);
  return values.includes(value) ? value : usual;
}

export function readAsked(params: URLSearchParams): Asked {
  return {
    from: readFrom(params),
    start: startOf(params.get("start") ?? ""),
    beam: oneOf(params.get("beam"), BEAMS, USUAL.beam),
    count: oneOf(params.get("count"), COUNTS, USUAL.count),
  };
}

export function linkOf({ from, start, beam, count }: Asked): string {
  const params = new URLSearchParams();
  writeFrom(params, from);
  if (start) params.set("start", start);
  if (beam !== USUAL.beam) params.set("beam", String(beam));
  if (count !== USUAL.count) params.set("count", String(count));
  const text = params.toString();
  return text ? `/describe?${text}` : "/describe";
}
