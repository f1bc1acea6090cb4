import { queryOptions } from "@tanstack/react-query";

import type { GivenPicture, Sent } from "./classify";
import { formOf, postForm } from "./client";
import type { CompareReply, DetectReply } from "./types";

/** What faces are looked for; null: as the detector's card says. */
export interface FaceSearch {
  /** px of a face's shorter side */
  minSize: number | null;
  /** 0–1 */
  minScore: number | null;
}

export const AS_USUAL: FaceSearch = { minSize: null, minScore: null };

export const fieldsOf = ({ minSize, minScore }: FaceSearch) => ({ min_size: minSize, min_score: minScore });

export const detectQuery = (given: GivenPicture, search: FaceSearch) =>
  queryOptions({
    queryKey: ["faces", "detect", given.key, search],
    queryFn: ({ signal }) => postForm<DetectReply>("/faces/detect", formOf({ ...given.sent, ...fieldsOf(search) }), signal),
    staleTime: Infinity,
    // While a slider moves, what was found before stays in sight; never that of another picture.
    placeholderData: (before: DetectReply | undefined, query) => (query?.queryKey[2] === given.key ? before : undefined),
  });

/** For what the camera sees: where faces are, as fast as it goes. */
export const detectLive = (image: Blob, signal?: AbortSignal) => postForm<DetectReply>("/faces/detect", formOf({ image, attributes: false }), signal);

const sideOf = (sent: Sent, side: 1 | 2) => ("picture" in sent ? { [`picture${side}`]: sent.picture } : { [`image${side}`]: sent.image });

export const compareQuery = (first: GivenPicture, second: GivenPicture, search: FaceSearch) =>
  queryOptions({
    queryKey: ["faces", "compare", first.key, second.key, search],
    queryFn: ({ signal }) =>
      postForm<CompareReply>("/faces/compare", formOf({ ...sideOf(first.sent, 1), ...sideOf(second.sent, 2), ...fieldsOf(search) }), signal),
    staleTime: Infinity,
  });
