import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { API, getJson, postJson, ProblemError, request, UnreachableError } from "./client";
import type {
  ChangedReply,
  DuplicatesReply,
  FailuresReply,
  FoldersReply,
  LabelsReply,
  LibraryReply,
  MonthsReply,
  PictureDetails,
  PicturesReply,
  Problem,
  UploadReply,
} from "./types";

/** Everything below this key changes when pictures come or go. */
export const LIBRARY = ["library"] as const;

/** So many pictures are asked for at once. */
export const PAGE = 200;

export type PictureOrder = "newest" | "oldest" | "name" | "added";
export type ThumbnailSize = 128 | 256 | 512 | 1024;

/** Which pictures of the library; what is absent does not restrict. Dates as 2024-05-31, both included. */
export interface PictureFilter {
  folder?: string;
  since?: string;
  until?: string;
  text?: string;
  /** A label or a group that a model sees, as "photo:dog". */
  label?: string;
  source?: number;
  /** Pictures with a face of this person. */
  person?: number;
  removed?: boolean;
}

export const fileUrl = (id: number) => `${API}/library/pictures/${id}/file`;
export const thumbnailUrl = (id: number, size: ThumbnailSize) => `${API}/library/pictures/${id}/thumbnail?size=${size}`;

function query(fields: object): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "" && value !== false);
  return given.length ? `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}` : "";
}

export const libraryQuery = queryOptions({
  queryKey: [...LIBRARY, "summary"],
  queryFn: ({ signal }) => getJson<LibraryReply>("/library", signal),
});

export const picturesQuery = (where: PictureFilter, order: PictureOrder, page: number) =>
  queryOptions({
    queryKey: [...LIBRARY, "pictures", where, order, page],
    queryFn: ({ signal }) =>
      getJson<PicturesReply>(`/library/pictures${query({ ...where, order, offset: page * PAGE, limit: PAGE })}`, signal),
  });

export const pictureQuery = (id: number) =>
  queryOptions({
    queryKey: [...LIBRARY, "picture", id],
    queryFn: ({ signal }) => getJson<PictureDetails>(`/library/pictures/${id}`, signal),
  });

export const foldersQuery = queryOptions({
  queryKey: [...LIBRARY, "folders"],
  queryFn: ({ signal }) => getJson<FoldersReply>("/library/folders", signal),
});

export const monthsQuery = queryOptions({
  queryKey: [...LIBRARY, "months"],
  queryFn: ({ signal }) => getJson<MonthsReply>("/library/months", signal),
});

export const labelsQuery = queryOptions({
  queryKey: [...LIBRARY, "labels"],
  queryFn: ({ signal }) => getJson<LabelsReply>("/library/labels", signal),
});

export const failuresQuery = infiniteQueryOptions({
  queryKey: [...LIBRARY, "failures"],
  queryFn: ({ signal, pageParam }) => getJson<FailuresReply>(`/library/failures?offset=${pageParam}&limit=${PAGE}`, signal),
  initialPageParam: 0,
  getNextPageParam: (last, pages) => (pages.length * PAGE < last.total ? pages.length * PAGE : undefined),
});

/** `least` absent: the server's own idea of the same. */
export const duplicatesQuery = (least: number | undefined, limit: number) =>
  queryOptions({
    queryKey: [...LIBRARY, "duplicates", least ?? null, limit],
    queryFn: ({ signal }) => getJson<DuplicatesReply>(`/library/duplicates${query({ least, limit })}`, signal),
    placeholderData: keepPreviousData,
  });

/** The server takes so many numbers at once. */
const MOST_IDS = 10_000;

async function change(path: string, ids: readonly number[]): Promise<number> {
  let changed = 0;
  for (let start = 0; start < ids.length; start += MOST_IDS)
    changed += (await postJson<ChangedReply>(path, { ids: ids.slice(start, start + MOST_IDS) })).changed;
  return changed;
}

export const removePictures = (ids: readonly number[]) => change("/library/remove", ids);
export const restorePictures = (ids: readonly number[]) => change("/library/restore", ids);

export async function forgetSource(id: number): Promise<number> {
  const response = await request(`${API}/library/sources/${id}`, { method: "DELETE" });
  return ((await response.json()) as ChangedReply).changed;
}

function refusal(call: XMLHttpRequest): Problem {
  const plain = { type: "about:blank", title: call.statusText, status: call.status, detail: `${call.status} ${call.statusText}`.trim(), code: "http" };
  try {
    return { ...plain, ...(JSON.parse(call.responseText) as Partial<Problem>) };
  } catch {
    return plain;
  }
}

/** `fetch` cannot tell how much has been sent; XMLHttpRequest can. `onSent` gets 0–1. */
export function uploadPicture(file: File, onSent: (share: number) => void, signal: AbortSignal): Promise<UploadReply> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const form = new FormData();
    form.append("files", file, file.name);
    call.upload.onprogress = (event) => onSent(event.lengthComputable ? event.loaded / event.total : 0);
    call.onload = () => {
      if (call.status === 200) resolve(JSON.parse(call.responseText) as UploadReply);
      else reject(new ProblemError(refusal(call)));
    };
    call.onerror = () => reject(new UnreachableError(call.statusText));
    call.onabort = () => reject(new DOMException("The upload was cancelled.", "AbortError"));
    signal.addEventListener("abort", () => call.abort(), { once: true });
    call.open("POST", `${API}/library/pictures`);
    call.send(form);
  });
}
