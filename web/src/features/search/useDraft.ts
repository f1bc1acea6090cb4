import { useEffect, useState } from "react";

/** Long enough that a hand on a slider comes to rest, short enough that the answer seems to follow it. */
const QUIET_MS = 180;

/** A value that follows the hand at once and is handed on when the hand rests: an address bar bears few changes a second. */
export function useDraft<Value>(value: Value, commit: (value: Value) => void): [Value, (value: Value) => void] {
  const [draft, setDraft] = useState<{ value: Value } | null>(null);
  useEffect(() => {
    if (!draft) return;
    const timer = setTimeout(() => {
      commit(draft.value);
      setDraft(null);
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [draft, commit]);
  return [draft ? draft.value : value, (next) => setDraft({ value: next })];
}
