import { queryOptions } from "@tanstack/react-query";

import { getJson } from "./client";
import type { DoctorReply, SamplesReply, StatusReply } from "./types";

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => getJson<StatusReply>("/status", signal),
});

export const doctorQuery = queryOptions({
  queryKey: ["doctor"],
  queryFn: ({ signal }) => getJson<DoctorReply>("/doctor", signal),
});

export const samplesQuery = queryOptions({
  queryKey: ["samples"],
  queryFn: ({ signal }) => getJson<SamplesReply>("/samples", signal),
  staleTime: Infinity,
});
