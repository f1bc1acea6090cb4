import { useSyncExternalStore } from "react";

const narrow = window.matchMedia("(max-width: 40rem)");

function follow(told: () => void): () => void {
  narrow.addEventListener("change", told);
  return () => narrow.removeEventListener("change", told);
}

/** Whether two pictures side by side would be too small to see anything. */
export const useNarrow = () => useSyncExternalStore(follow, () => narrow.matches);
