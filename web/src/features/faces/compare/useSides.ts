import { useCallback, useMemo, useState } from "react";
import { useSearchParams } from "wouter";

import type { GivenPicture } from "@/api/classify";
import { type From, fromText, textOf } from "@/components/given/from";
import { takenFrom } from "@/components/given/taken";
import { type Given, useGiven } from "@/components/given/useGiven";

export const SIDES = ["a", "b"] as const;
export type Side = (typeof SIDES)[number];
type Local = Readonly<Record<Side, GivenPicture | null>>;

export interface Sides {
  a: Given;
  b: Given;
  /** Files for a side; a second one goes to the other. */
  put(files: readonly File[], side: Side): void;
  swap(): void;
  /** Where a link leads that has this picture on this side. */
  linkOf(side: Side, from: From): string;
  /** Least score of a face; null: as usual. */
  minScore: number | null;
  setMinScore(score: number | null): void;
}

const other = (side: Side): Side => (side === "a" ? "b" : "a");
const there = (given: GivenPicture | null): Given => ({ given, loading: false, error: null });

function readScore(text: string | null): number | null {
  const score = text && /^[01](\.\d+)?$/.test(text) ? Number(text) : null;
  return score !== null && score <= 1 ? score : null;
}

/** The two pictures: in the link those that a link can name, else those that were brought here. */
export function useSides(): Sides {
  const [params, setParams] = useSearchParams();
  const [local, setLocal] = useState<Local>({ a: null, b: null });
  const from = { a: fromText(params.get("a")), b: fromText(params.get("b")) };
  const named = { a: useGiven(from.a), b: useGiven(from.b) };
  const of = (side: Side) => (from[side] ? named[side] : there(local[side]));

  const put = useCallback(
    (files: readonly File[], side: Side) => {
      const pictures = takenFrom(files).pictures.slice(0, 2);
      const sides = [side, other(side)].slice(0, pictures.length) as Side[];
      if (sides.length === 0) return;
      setLocal((current) => ({ ...current, ...Object.fromEntries(sides.map((each, place) => [each, pictures[place] ?? null])) }));
      setParams((current) => {
        const next = new URLSearchParams(current);
        for (const each of sides) next.delete(each);
        return next;
      });
    },
    [setParams],
  );
  const swap = useCallback(() => {
    setLocal(({ a, b }) => ({ a: b, b: a }));
    setParams(
      (current) => {
        const next = new URLSearchParams(current);
        for (const side of SIDES) {
          const text = current.get(other(side));
          if (text) next.set(side, text);
          else next.delete(side);
        }
        return next;
      },
      { replace: true },
    );
  }, [setParams]);
  const setMinScore = (score: number | null) =>
    setParams(
      (current) => {
        const next = new URLSearchParams(current);
        if (score === null) next.delete("score");
        else next.set("score", String(score));
        return next;
      },
      { replace: true },
    );
  const linkOf = (side: Side, picture: From) => {
    const next = new URLSearchParams(params);
    next.set(side, textOf(picture));
    return `/faces/compare?${next.toString().replaceAll("%3A", ":")}`;
  };
  const minScore = useMemo(() => readScore(params.get("score")), [params]);
  return { a: of("a"), b: of("b"), put, swap, linkOf, minScore, setMinScore };
}
