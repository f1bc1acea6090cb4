import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";

import { type Asked, linkOf, readAsked } from "./asked";

export interface AskedUrl {
  asked: Asked;
  /** Another photo is an entry of the browser's history; how its sentence is written is not. */
  go(change: Partial<Asked>): void;
  adjust(change: Partial<Asked>): void;
}

export function useAsked(): AskedUrl {
  const text = useSearch();
  const [, navigate] = useLocation();
  const asked = useMemo(() => readAsked(new URLSearchParams(text)), [text]);
  const move = useCallback(
    (change: Partial<Asked>, replace: boolean) => {
      // The address itself, not the last render's: two changes may come between two renders.
      const current = readAsked(new URLSearchParams(window.location.search));
      navigate(linkOf({ ...current, ...change }), { replace });
    },
    [navigate],
  );
  const go = useCallback((change: Partial<Asked>) => move(change, false), [move]);
  const adjust = useCallback((change: Partial<Asked>) => move(change, true), [move]);
  return useMemo(() => ({ asked, go, adjust }), [asked, go, adjust]);
}
