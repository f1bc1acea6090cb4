import { queryOptions } from "@tanstack/react-query";

import { formOf, getJson, postForm } from "./client";
import type { ClassifyingModel, ClassifyingModelsReply, ClassifyReply, ClassifyWhyReply } from "./types";

/** Everything below this key changes when models come or go. */
export const CLASSIFY = ["classify"] as const;

export const classifyingModelsQuery = queryOptions({
  queryKey: [...CLASSIFY, "models"],
  queryFn: ({ signal }) => getJson<ClassifyingModelsReply>("/classify/models", signal),
});

/** A picture to be named: carried along, or one of the library by its number. */
export type Sent = { image: Blob } | { picture: number };

export interface GivenPicture {
  /** Tells pictures apart; the same as long as it is the same picture. */
  key: string;
  name: string;
  sent: Sent;
}

/** A model whose version is new has new answers. */
export type ModelKey = Pick<ClassifyingModel, "name" | "version">;

/** So many labels are asked for; the first few are shown at once. */
export const TOP = 20;

export const nameLive = (image: Blob, models: readonly string[], signal?: AbortSignal) =>
  postForm<ClassifyReply>("/classify", formOf({ image, models: models.join(","), top: 5 }), signal);

export const namingQuery = (given: GivenPicture, { name, version }: ModelKey) =>
  queryOptions({
    queryKey: [...CLASSIFY, "naming", given.key, name, version],
    queryFn: ({ signal }) => postForm<ClassifyReply>("/classify", formOf({ ...given.sent, models: name, top: TOP }), signal),
    staleTime: Infinity,
  });

/** Where the model found its reasons for a label, given by its place in the model's list. */
export const whyLabelQuery = (given: GivenPicture, { name, version }: ModelKey, label: number) =>
  queryOptions({
    queryKey: [...CLASSIFY, "why", given.key, name, version, label],
    queryFn: ({ signal }) => postForm<ClassifyWhyReply>("/classify/why", formOf({ ...given.sent, model: name, label }), signal),
    staleTime: Infinity,
  });
