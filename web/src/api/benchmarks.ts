import { queryOptions } from "@tanstack/react-query";

import { API, getJson, ProblemError, request } from "./client";
import { readLines } from "./ndjson";
import type { BenchmarkProgress, BenchmarkReply } from "./types";

export type Benchmark = "digits" | "letters" | "classify";

export const benchmarkQuery = (name: Benchmark) =>
  queryOptions({
    queryKey: ["benchmarks", name],
    queryFn: ({ signal }) => getJson<BenchmarkReply>(`/benchmarks/${name}`, signal),
  });

/** Yields progress until the result; aborting the signal cancels the run on the server too. */
export async function* runBenchmark(name: Benchmark, files: File[], signal: AbortSignal): AsyncGenerator<BenchmarkProgress> {
  const form = new FormData();
  files.forEach((file) => form.append("files", file, file.name));
  const response = await request(`${API}/benchmarks/${name}`, { method: "POST", body: form, signal });
  if (!response.body) return;
  for await (const line of readLines<BenchmarkProgress>(response.body)) {
    if (line.problem) throw new ProblemError(line.problem);
    yield line;
  }
}
