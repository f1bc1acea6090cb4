import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { type Benchmark, benchmarkQuery, runBenchmark } from "@/api/benchmarks";
import type { BenchmarkProgress } from "@/api/types";

export type RunState =
  | { kind: "idle" }
  | { kind: "running"; progress: BenchmarkProgress | null }
  | { kind: "done" }
  | { kind: "failed"; error: unknown };

/** One run at a time; leaving the page or cancelling closes the connection, and the server stops. */
export function useBenchmarkRun(name: Benchmark) {
  const [state, setState] = useState<RunState>({ kind: "idle" });
  const client = useQueryClient();
  const running = useRef<AbortController | null>(null);

  const start = useCallback(
    async (files: File[]) => {
      const mine = new AbortController();
      running.current = mine;
      setState({ kind: "running", progress: null });
      try {
        for await (const progress of runBenchmark(name, files, mine.signal)) {
          setState({ kind: "running", progress });
          if (progress.result) client.setQueryData(benchmarkQuery(name).queryKey, { result: progress.result });
        }
        setState({ kind: "done" });
      } catch (error) {
        setState(mine.signal.aborted ? { kind: "idle" } : { kind: "failed", error });
      }
    },
    [client, name],
  );
  const cancel = useCallback(() => running.current?.abort(), []);
  useEffect(() => cancel, [cancel]);
  return { state, start, cancel };
}
