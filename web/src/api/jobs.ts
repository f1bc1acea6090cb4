import { queryOptions } from "@tanstack/react-query";

import { getJson, postJson } from "./client";
import type { Job, JobsReply } from "./types";

export const isActive = (job: Job) => job.state === "running" || job.state === "queued";

const EVERY_SECOND = 1_000;
/** Jobs also start in the terminal; then a page that lies open should notice. */
const NOW_AND_THEN = 10_000;

export const jobsQuery = queryOptions({
  queryKey: ["jobs"],
  queryFn: ({ signal }) => getJson<JobsReply>("/jobs", signal),
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.jobs.some(isActive) ? EVERY_SECOND : NOW_AND_THEN),
});

export interface JobWish {
  kind: "index" | "rebuild" | "label" | "faces";
  /** For `index`: only this source. */
  source?: number;
  space?: string;
  /** For `label`: who labels. */
  model?: string;
}

export const startJob = (wish: JobWish) => postJson<Job>("/jobs", wish);
/** Goes on with what was interrupted, cancelled or failed, as a new job. */
export const resumeJob = (id: number) => postJson<Job>(`/jobs/${id}/resume`, {});
export const cancelJob = (id: number) => postJson<Job>(`/jobs/${id}/cancel`, {});
