import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";

import { type Query, type QueryTerm, readQuery, writeQuery } from "./query";

export type Change = Partial<Query> | ((query: Query) => Partial<Query>);

export interface QueryUrl {
  query: Query;
  /** What one might want to go back from becomes an entry of the browser's history; adjustments do not. */
  go(change: Change): void;
  adjust(change: Change): void;
}

export const linkOf = (query: Query) => {
  const params = writeQuery(query).toString();
  return params ? `/search?${params}` : "/search";
};

/** A new question closes what was looked at in the answer to the old one. */
export const asking = (terms: readonly QueryTerm[]): Partial<Query> => ({ terms, why: null });

export function useQueryUrl(): QueryUrl {
  const text = useSearch();
  const [, navigate] = useLocation();
  const query = useMemo(() => readQuery(new URLSearchParams(text)), [text]);
  const move = useCallback(
    (change: Change, replace: boolean) => {
      // The address itself, not the last render's: two changes may come between two renders.
      const current = readQuery(new URLSearchParams(window.location.search));
      navigate(linkOf({ ...current, ...(typeof change === "function" ? change(current) : change) }), { replace });
    },
    [navigate],
  );
  const go = useCallback((change: Change) => move(change, false), [move]);
  const adjust = useCallback((change: Change) => move(change, true), [move]);
  return useMemo(() => ({ query, go, adjust }), [query, go, adjust]);
}
