import { queryOptions } from "@tanstack/react-query";

import { API, getJson, ProblemError, request } from "./client";
import { readLines } from "./ndjson";
import type { BenchmarkProgress, BenchmarkReply, CaptionLook, CaptionLookReply, SketchLook, SketchLookReply } from "./types";

export type Benchmark = "digits" | "letters" | "classify";

export const benchmarkQuery = (name: Benchmark) =>
  queryOptions({
    queryKey: ["benchmarks", name],
    queryFn: ({ signal }) => getJson<BenchmarkReply>(`/benchmarks/${name}`, signal),
  });

/** The sketch benchmark runs in the terminal only: its data is a folder of pairs. */
export const sketchResultQuery = queryOptions({
  queryKey: ["benchmarks", "sketch"],
  queryFn: ({ signal }) => getJson<BenchmarkReply>("/benchmarks/sketch", signal),
});

export const sketchLookQuery = queryOptions({
  queryKey: ["benchmarks", "sketch", "look"],
  queryFn: ({ signal }) => getJson<SketchLookReply>("/benchmarks/sketch/look", signal),
});

/** Both run in the terminal only: their data is a folder of pictures with sentences. */
export const sentencesResultQuery = (name: "caption" | "words") =>
  queryOptions({
    queryKey: ["benchmarks", name],
    queryFn: ({ signal }) => getJson<BenchmarkReply>(`/benchmarks/${name}`, signal),
  });

export const captionLookQuery = queryOptions({
  queryKey: ["benchmarks", "caption", "look"],
  queryFn: ({ signal }) => getJson<CaptionLookReply>("/benchmarks/caption/look", signal),
});

export const captionSpriteUrl = ({ sprite }: CaptionLook) => `${API}/benchmarks/caption/sprite?${sprite}`;

/** Of all small pictures; what follows the ? keeps a browser from showing those of an older run. */
export const spriteUrl = ({ sprite }: SketchLook) => `${API}/benchmarks/sketch/sprite?${sprite}`;

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
