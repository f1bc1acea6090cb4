import { useCallback, useEffect, useRef, useState } from "react";

import { latestGate, type LatestGate, type Send } from "./latest";

export interface Latest<Question, Answer> {
  answer: Answer | null;
  error: unknown;
  busy: boolean;
  ask(question: Question): void;
  /** Back to the beginning: no answer, no error, nothing under way. */
  reset(): void;
}

/** The request gate as state. `send` must not change between renders. */
export function useLatest<Question, Answer>(send: Send<Question, Answer>): Latest<Question, Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const gate = useRef<LatestGate<Question> | null>(null);

  useEffect(() => {
    const mine = latestGate(send, {
      onAnswer(next) {
        setAnswer(() => next);
        setError(null);
      },
      onError: setError,
      onBusy: setBusy,
    });
    gate.current = mine;
    return () => mine.reset();
  }, [send]);

  const ask = useCallback((question: Question) => gate.current?.ask(question), []);
  const reset = useCallback(() => {
    gate.current?.reset();
    setAnswer(null);
    setError(null);
  }, []);
  return { answer, error, busy, ask, reset };
}
