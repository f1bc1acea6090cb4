import { useQuery } from "@tanstack/react-query";

import { latencyQuery } from "@/api/models";
import type { LatencyReply } from "@/api/types";

export interface LatencyRun {
  reply: LatencyReply | undefined;
  running: boolean;
  error: Error | null;
  measure(): void;
  of(model: string): LatencyReply["rows"][number] | undefined;
}

/** Measuring keeps the server busy for a moment, so it waits for a click; all pages share its outcome. */
export function useLatency(models: string[]): LatencyRun {
  const { data, isFetching, error, refetch } = useQuery({ ...latencyQuery(models), enabled: false });
  return {
    reply: data,
    running: isFetching,
    error,
    measure: () => void refetch(),
    of: (model) => data?.rows.find((row) => row.model === model),
  };
}
