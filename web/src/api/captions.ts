import { queryOptions } from "@tanstack/react-query";

import type { GivenPicture } from "./classify";
import { API, formOf, postForm, request } from "./client";
import type { CaptionsReply } from "./types";

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
