import { queryOptions } from "@tanstack/react-query";

import { API, formOf, getJson, postForm, postJson } from "./client";
import type { QueryPicture, SearchJson, SearchOptionsReply, SearchReply, WhyJson, WhyReply } from "./types";

export const searchOptionsQuery = queryOptions({
  queryKey: ["search", "options"],
  queryFn: ({ signal }) => getJson<SearchOptionsReply>("/search/options", signal),
});

export const search = (body: SearchJson, signal?: AbortSignal) => postJson<SearchReply>("/search", body, signal);

/** Keeps a picture on the server for a while: its token goes into the link of the search. */
export const keepPicture = (image: Blob, signal?: AbortSignal) =>
  postForm<QueryPicture>("/search/pictures", formOf({ image }), signal);

export const keptPictureUrl = (token: string) => `${API}/search/pictures/${encodeURIComponent(token)}`;

export const whyQuery = (body: WhyJson) =>
  queryOptions({
    queryKey: ["search", "why", body],
    queryFn: ({ signal }) => postJson<WhyReply>("/search/why", body, signal),
    staleTime: Infinity,
  });
