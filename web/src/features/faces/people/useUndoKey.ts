import { useDoing, useKeys } from "./useDoing";

export const undoKeys = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? "⌘ Z" : "Ctrl Z";

/** Ctrl Z takes back what was done last; so does what this returns. */
export function useUndoKey(): () => Promise<boolean> {
  const { undo } = useDoing();
  useKeys({ "mod+z": () => void undo() });
  return undo;
}
