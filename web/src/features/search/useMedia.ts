import { useCallback, useSyncExternalStore } from "react";

/** Two pictures side by side would be too small to see anything. */
export const NARROW = "(max-width: 40rem)";

/** The board and the hits one above the other. */
export const NARROW_BENCH = "(max-width: 52rem)";

/** A finger drops no files and has no Ctrl key. */
export const TOUCH = "(pointer: coarse)";

export function useMedia(query: string): boolean {
  const follow = useCallback(
    (told: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", told);
      return () => media.removeEventListener("change", told);
    },
    [query],
  );
  return useSyncExternalStore(follow, () => window.matchMedia(query).matches);
}
