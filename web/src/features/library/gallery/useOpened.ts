import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useSearchParams } from "wouter";

import { pictureQuery } from "@/api/library";
import type { Picture } from "@/api/types";

interface List {
  total: number;
  pictureAt(index: number): Picture | undefined;
}

export interface Opened extends List {
  index: number | null;
  /** The link named a picture whose place in the list is not known: it is shown alone. */
  alone: boolean;
  error: Error | null;
  open(index: number): void;
  turn(index: number): void;
  close(): void;
}

/** The picture that is shown large stands in the link; the browser's Back closes it. `at`: its place in the list. */
export function useOpened(list: List, at: number | null, setAt: (at: number | null) => void): Opened {
  const [params, setParams] = useSearchParams();
  const id = Number(params.get("picture")) || null;
  const pushed = useRef(false);
  const [alone, setAlone] = useState(id !== null);
  const lone = useQuery({ ...pictureQuery(id ?? 0), enabled: alone && id !== null });

  const write = useCallback(
    (picture: number | null, replace: boolean) =>
      setParams(
        (current) => {
          const next = new URLSearchParams(current);
          if (picture === null) next.delete("picture");
          else next.set("picture", String(picture));
          return next;
        },
        { replace },
      ),
    [setParams],
  );

  const shown = at === null ? undefined : list.pictureAt(at)?.id;
  const isOpen = id !== null;
  // A page of the list arrived, or a picture left it: another one is at this place now.
  useEffect(() => {
    if (isOpen && !alone && shown !== undefined && shown !== id) write(shown, true);
  }, [isOpen, alone, shown, id, write]);

  const open = (index: number) => {
    const picture = list.pictureAt(index);
    if (!picture) return;
    setAlone(false);
    setAt(index);
    pushed.current = true;
    write(picture.id, false);
  };
  const close = () => {
    setAlone(false);
    if (pushed.current) history.back();
    else write(null, true);
    pushed.current = false;
  };
  if (alone && id !== null) {
    const pictureAt = () => lone.data;
    return { index: lone.error ? null : 0, total: 1, pictureAt, alone: true, error: lone.error, open, turn: () => undefined, close };
  }
  const index = isOpen && at !== null && list.total > 0 ? Math.min(at, list.total - 1) : null;
  return { ...list, index, alone: false, error: null, open, turn: setAt, close };
}
