import { useCallback, useMemo, useRef, useState } from "react";

import { type Chosen, joined, NONE, span, toggled, without } from "./selection";

export interface GridSelection {
  chosen: Chosen;
  /** A plain click selects instead of opening. */
  selecting: boolean;
  toggle(index: number, id: number): void;
  /** From the tile selected last to this one; `from` counts where none was. */
  extend(to: number, from?: number): void;
}

export interface Selection extends GridSelection {
  /** Selects these as well. */
  add(ids: Iterable<number>): void;
  drop(ids: Iterable<number>): void;
  clear(): void;
  begin(): void;
}

/** `idsBetween` gives the numbers of the pictures at these places, both included; it may have to ask the server for them. */
export function useSelection(idsBetween: (from: number, to: number) => Promise<number[]> | number[]): Selection {
  const [chosen, setChosen] = useState<Chosen>(NONE);
  const [begun, setBegun] = useState(false);
  const anchor = useRef<number | null>(null);

  const toggle = useCallback((index: number, id: number) => {
    anchor.current = index;
    setChosen((current) => toggled(current, id));
  }, []);
  const extend = useCallback(
    (to: number, from = to) => {
      anchor.current ??= from;
      const [first, last] = span(anchor.current, to);
      void Promise.resolve(idsBetween(first, last)).then((ids) => setChosen((current) => joined(current, ids)));
    },
    [idsBetween],
  );
  const add = useCallback((ids: Iterable<number>) => setChosen((current) => joined(current, ids)), []);
  const drop = useCallback((ids: Iterable<number>) => setChosen((current) => without(current, ids)), []);
  const begin = useCallback(() => setBegun(true), []);
  const clear = useCallback(() => {
    anchor.current = null;
    setBegun(false);
    setChosen(NONE);
  }, []);

  const selecting = begun || chosen.size > 0;
  return useMemo(
    () => ({ chosen, selecting, toggle, extend, add, drop, clear, begin }),
    [chosen, selecting, toggle, extend, add, drop, clear, begin],
  );
}
