import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { PAGE, type PictureFilter, type PictureOrder, picturesQuery } from "@/api/library";
import type { Picture, PicturesReply } from "@/api/types";
import { pagesBetween } from "@/components/gallery/grid";

/** So many can be selected at once: as many as the server changes in one call. */
export const MOST_SELECTED = 10_000;

export interface Pages {
  /** Undefined until the first answer. */
  total: number | undefined;
  error: Error | null;
  retry(): void;
  pictureAt(index: number): Picture | undefined;
  /** Tells which places are in sight; their pages are asked for. */
  onRange(from: number, to: number): void;
  idsBetween(from: number, to: number): Promise<number[]>;
}

const SETTLED = 60; // ms without scrolling before another part of a long list is asked for

/** A list of any length, of which only the pages around what is in sight are loaded. `also`: one more place that is looked at. */
export function usePages(where: PictureFilter, order: PictureOrder, also: number | null): Pages {
  const client = useQueryClient();
  const [{ from, to }, setRange] = useState({ from: 0, to: 0 });
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const onRange = useCallback((first: number, last: number) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setRange({ from: first, to: last }), SETTLED);
  }, []);

  // Half a page ahead either way; the neighbours of the picture that is shown large; and always the first page,
  // which knows the total while others are on their way.
  const wanted = useMemo(() => {
    const near = pagesBetween(from - PAGE / 2, to + PAGE / 2, PAGE);
    return [...new Set([0, ...near, ...(also === null ? [] : pagesBetween(also - 1, also + 1, PAGE))])];
  }, [from, to, also]);
  const replies = useQueries({ queries: wanted.map((page) => picturesQuery(where, order, page)) });
  const total = replies.find((reply) => reply.data)?.data?.total;

  // Pages that were looked at before are still in the cache.
  const pictureAt = useCallback(
    (index: number) => {
      const page = Math.floor(index / PAGE);
      return client.getQueryData<PicturesReply>(picturesQuery(where, order, page).queryKey)?.pictures[index % PAGE];
    },
    [client, where, order],
  );
  const idsBetween = useCallback(
    async (first: number, last: number) => {
      const end = Math.min(last, first + MOST_SELECTED - 1);
      const pages = await Promise.all(pagesBetween(first, end, PAGE).map((page) => client.ensureQueryData(picturesQuery(where, order, page))));
      const start = Math.floor(first / PAGE) * PAGE;
      return pages.flatMap((page) => page.pictures.map((picture) => picture.id)).slice(first - start, end - start + 1);
    },
    [client, where, order],
  );
  const error = replies.find((reply) => reply.error)?.error ?? null;
  const retry = () => replies.forEach((reply) => void (reply.error && reply.refetch()));
  return { total, error, retry, pictureAt, onRange, idsBetween };
}
