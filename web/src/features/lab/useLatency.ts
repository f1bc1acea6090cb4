import { useQuery } from "@tanstack/react-query";

import { latencyQuery } from "@/api/models";
import type { LatencyReply } from "@/api/types";

import type { Family } from "./families";

const MOST = 8; // models that the server times in one run
const MARKS = 200; // marks take a millisecond each …
const PHOTOS = 60; // … and photographs up to fifty

export interface LatencyRun {
  reply: LatencyReply | undefined;
  running: boolean;
  error: Error | null;
  measure(): void;
  of(model: string): LatencyReply["rows"][number] | undefined;
}

/** Measuring keeps the server busy for a moment, so it waits for a click; all pages share its outcome. */
export function useLatency({ cards, benchmark }: Family): LatencyRun {
  const models = cards.map((card) => card.name).slice(0, MOST);
  const runs = benchmark === "classify" ? PHOTOS : MARKS;
  const { data, isFetching, error, refetch } = useQuery({ ...latencyQuery(models, runs), enabled: false });
  return {
    reply: data,
    running: isFetching,
    error,
    measure: () => void refetch(),
    of: (model) => data?.rows.find((row) => row.model === model),
  };
}
