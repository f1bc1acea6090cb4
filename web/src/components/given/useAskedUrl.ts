import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";

export interface AskedUrl<Asked> {
  asked: Asked;
  /** Another picture is an entry of the browser's history. */
  go(change: Partial<Asked>): void;
  /** How it is looked at is none. */
  adjust(change: Partial<Asked>): void;
}

/** What a page was asked for, kept in the address. Both functions must be the same at every render. */
export function useAskedUrl<Asked>(read: (params: URLSearchParams) => Asked, linkOf: (asked: Asked) => string): AskedUrl<Asked> {
  const text = useSearch();
  const [, navigate] = useLocation();
  const asked = useMemo(() => read(new URLSearchParams(text)), [read, text]);
  const move = useCallback(
    (change: Partial<Asked>, replace: boolean) => {
      // The address itself, not the last render's: two changes may come between two renders.
      const current = read(new URLSearchParams(window.location.search));
      navigate(linkOf({ ...current, ...change }), { replace });
    },
    [linkOf, navigate, read],
  );
  const go = useCallback((change: Partial<Asked>) => move(change, false), [move]);
  const adjust = useCallback((change: Partial<Asked>) => move(change, true), [move]);
  return useMemo(() => ({ asked, go, adjust }), [asked, go, adjust]);
}
