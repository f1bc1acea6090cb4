import { useCallback } from "react";
import { useSearchParams } from "wouter";

/** A word of state kept in the URL, so that a view is a link. The usual value leaves the URL short. */
export function useUrlState(key: string, usual: string): [string, (next: string) => void] {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (next: string) =>
      setParams(
        (current) => {
          const changed = new URLSearchParams(current);
          if (next === usual) changed.delete(key);
          else changed.set(key, next);
          return changed;
        },
        { replace: true },
      ),
    [key, usual, setParams],
  );
  return [params.get(key) ?? usual, change];
}
