import { queryOptions } from "@tanstack/react-query";

import { API, getJson, postJson, request } from "./client";
import type { LatencyReply, ModelCard, ModelsReply } from "./types";

export const modelsQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => getJson<ModelsReply>("/models", signal),
});

export const cardQuery = (name: string) =>
  queryOptions({
    queryKey: ["models", name],
    queryFn: ({ signal }) => getJson<ModelCard>(`/models/${encodeURIComponent(name)}`, signal),
  });

export const architectureQuery = (name: string) =>
  queryOptions({
    queryKey: ["models", name, "architecture"],
    queryFn: async ({ signal }) => {
      const response = await request(`${API}/models/${encodeURIComponent(name)}/architecture.svg`, { signal });
      return response.text();
    },
    staleTime: Infinity,
  });

/** The models take turns in one run, so that their times may be compared. */
export const latencyQuery = (models: string[], runs: number) =>
  queryOptions({
    queryKey: ["latency", runs, ...models],
    queryFn: ({ signal }) => postJson<LatencyReply>("/models/latency", { models, runs }, signal),
    enabled: models.length > 0,
    staleTime: Infinity,
  });

export const exportUrl = (name: string) => `${API}/models/${encodeURIComponent(name)}/export`;
