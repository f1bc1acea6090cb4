import { useCallback, useMemo, useRef, useState } from "react";

import { type Chosen, joined, NONE, span, toggled, without } from "@/components/gallery/selection";
import type { GridSelection } from "@/components/gallery/useSelection";

export interface ChosenExamples {
  /** By number, the class of each; null: not known. */
  placed: ReadonlyMap<number, number | null>;
  toggle(id: number, classId: number): void;
  add(ids: readonly number[], classId: number | null): void;
  only(pairs: readonly (readonly [id: number, classId: number | null])[]): void;
  drop(ids: Iterable<number>): void;
  clear(): void;
}

/** The selection of a whole lesson: it may reach over several classes. */
export function useChosen(): ChosenExamples {
  const [placed, setPlaced] = useState<ReadonlyMap<number, number | null>>(new Map());
  const toggle = useCallback((id: number, classId: number) => {
    setPlaced((current) => {
      const next = new Map(current);
      if (!next.delete(id)) next.set(id, classId);
      return next;
    });
  }, []);
  const add = useCallback(
    (ids: readonly number[], classId: number | null) => setPlaced((current) => new Map([...current, ...ids.map((id) => [id, classId] as const)])),
    [],
  );
  const only = useCallback((pairs: readonly (readonly [number, number | null])[]) => setPlaced(new Map(pairs)), []);
  const drop = useCallback((ids: Iterable<number>) => {
    const gone = new Set(ids);
    setPlaced((current) => new Map([...current].filter(([id]) => !gone.has(id))));
  }, []);
  const clear = useCallback(() => setPlaced(new Map()), []);
  return useMemo(() => ({ placed, toggle, add, only, drop, clear }), [placed, toggle, add, only, drop, clear]);
}

/** The part of the selection that a class's grid sees. A plain click selects: there is nothing else to do with an example. */
export function useClassSelection(chosen: ChosenExamples, classId: number, idsBetween: (from: number, to: number) => Promise<number[]>): GridSelection {
  const anchor = useRef<number | null>(null);
  const { placed, toggle, add } = chosen;
  const extend = useCallback(
    (to: number, from = to) => {
      anchor.current ??= from;
      const [first, last] = span(anchor.current, to);
      void idsBetween(first, last).then((ids) => add(ids, classId));
    },
    [idsBetween, add, classId],
  );
  return useMemo(
    () => ({
      chosen: new Set(placed.keys()),
      selecting: placed.size > 0,
      toggle: (index, id) => {
        anchor.current = index;
        toggle(id, classId);
      },
      extend,
    }),
    [placed, toggle, extend, classId],
  );
}

/** A selection by itself, for picking from the library. */
export function useSimpleSelection(idsBetween: (from: number, to: number) => Promise<number[]>) {
  const [chosen, setChosen] = useState<Chosen>(NONE);
  const anchor = useRef<number | null>(null);
  const selection = useMemo<GridSelection>(
    () => ({
      chosen,
      selecting: true,
      toggle: (index, id) => {
        anchor.current = index;
        setChosen((current) => toggled(current, id));
      },
      extend: (to, from = to) => {
        anchor.current ??= from;
        const [first, last] = span(anchor.current, to);
        void idsBetween(first, last).then((ids) => setChosen((current) => joined(current, ids)));
      },
    }),
    [chosen, idsBetween],
  );
  const drop = useCallback((ids: Iterable<number>) => setChosen((current) => without(current, ids)), []);
  return { selection, chosen, drop };
}
