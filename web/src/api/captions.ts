import { queryOptions } from "@tanstack/react-query";

import type { GivenPicture } from "./classify";
import { API, deleteJson, formOf, postForm, postJson, request, sendJson } from "./client";
import type { CaptionReply, CaptionsReply, Job } from "./types";

/** Everything below this key changes when another model describes. */
export const CAPTIONS = ["captions"] as const;

/** How sentences are written. */
export interface CaptionWish {
  /** First words of the sentence; empty: none. */
  start: string;
  beam: number;
  count: number;
}

export const captionsQuery = (given: GivenPicture, { start, beam, count }: CaptionWish) =>
  queryOptions({
    queryKey: [...CAPTIONS, given.key, start, beam, count],
    queryFn: ({ signal }) => postForm<CaptionsReply>("/captions", formOf({ ...given.sent, start: start || null, beam, count }), signal),
    staleTime: Infinity,
  });

/** For what the camera sees: one sentence, as fast as it goes. */
export const captionLive = (image: Blob, signal?: AbortSignal) => postForm<CaptionsReply>("/captions", formOf({ image, count: 1, beam: 1 }), signal);

/** The sentence with its maps as a moving picture; `choice`: which of the sentences, from 0. */
export async function captionAnimation(given: GivenPicture, { start, beam, count }: CaptionWish, choice: number): Promise<Blob> {
  const body = formOf({ ...given.sent, start: start || null, beam, count, choice });
  return (await request(`${API}/captions/animation`, { method: "POST", body })).blob();
}

/** A person's sentence about a picture of the library, in the place of the model's. */
export const writeCaption = (id: number, text: string) => sendJson<CaptionReply>("PUT", `/library/pictures/${id}/caption`, { text });

/** Takes a person's sentence back: the model's counts again, if there is one. */
export const forgetCaption = (id: number) => deleteJson<CaptionReply>(`/library/pictures/${id}/caption`);

/** Describes the library in the background; `again`: also what an older model has described. */
export const startCaptions = (again: boolean) => postJson<Job>("/library/captions", { again });

/** Writes the sentences beside the pictures' files, where other programs read them. */
export const startSidecars = () => postJson<Job>("/library/captions/sidecars", {});

export const captionsCsvUrl = `${API}/library/captions.csv`;
