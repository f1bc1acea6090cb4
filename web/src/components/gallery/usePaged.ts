import { type QueryKey, useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { pagesBetween } from "./grid";

interface Page<Item> {
  total: number;
  items: readonly Item[];
}

interface PagedOptions<Reply, Item> {
  /** How many items a page has. */
  size: number;
  /** Must not change between renders unless the list does. */
  queryOf(page: number): { queryKey: QueryKey; queryFn?: unknown };
  /** Must not change between renders. */
  read(reply: Reply): Page<Item>;
}

export interface Paged<Item> {
  /** Undefined until the first answer. */
  total: number | undefined;
  error: Error | null;
  itemAt(index: number): Item | undefined;
  /** Tells which places are in sight; their pages are asked for. */
  onRange(from: number, to: number): void;
  /** The items at these places, both included, asked for where they are not there yet. */
  between(from: number, to: number): Promise<Item[]>;
}

const SETTLED = 60; // ms without scrolling before another part of a long list is asked for

/** A list of any length, of which only the pages around what is in sight are loaded. */
export function usePaged<Reply, Item>({ size, queryOf, read }: PagedOptions<Reply, Item>): Paged<Item> {
  const client = useQueryClient();
  const [{ from, to }, setRange] = useState({ from: 0, to: 0 });
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const onRange = useCallback((first: number, last: number) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setRange({ from: first, to: last }), SETTLED);
  }, []);
  const wanted = useMemo(() => [...new Set([0, ...pagesBetween(from, to, size)])], [from, to, size]);
  const replies = useQueries({ queries: wanted.map((page) => queryOf(page) as { queryKey: QueryKey; queryFn: () => Promise<Reply> }) });
  const first = replies.find((reply) => reply.data)?.data;
  const itemAt = useCallback(
    (index: number) => {
      const reply = client.getQueryData<Reply>(queryOf(Math.floor(index / size)).queryKey);
      return reply === undefined ? undefined : read(reply).items[index % size];
    },
    [client, queryOf, read, size],
  );
  const between = useCallback(
    async (begin: number, end: number) => {
      const pages = await Promise.all(
        pagesBetween(begin, end, size).map((page) => client.ensureQueryData(queryOf(page) as { queryKey: QueryKey; queryFn: () => Promise<Reply> })),
      );
      const start = Math.floor(begin / size) * size;
      return pages.flatMap((page) => [...read(page).items]).slice(begin - start, end - start + 1);
    },
    [client, queryOf, read, size],
  );
  const error = replies.find((reply) => reply.error)?.error ?? null;
  return { total: first === undefined ? undefined : read(first).total, error, itemAt, onRange, between };
}
