import { useCallback, useMemo } from "react";
import { useSearchParams } from "wouter";

import { readView, type View, writeView } from "./view";

/** The view in the link, and a way to change it. Another view is another list: an opened picture closes. */
export function useView(): [View, (changes: Partial<View>) => void] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  const change = useCallback(
    (changes: Partial<View>) =>
      setParams(
        (current) => {
          const next = writeView(current, { ...readView(current), ...changes });
          next.delete("picture");
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [view, change];
}
