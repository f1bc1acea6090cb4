import { useCallback, useEffect, useState } from "react";

import { begun, isGrowing, type Step, stepped, type Steps } from "./steps";

const GROWS = 420; // ms a word: fast enough to read along, slow enough to see its light
const PLAYS = 1_000; // ms a word

const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The steps through the sentence called `key`; another one grows anew when `grows`, unless the person wants no motion. */
export function useSteps(key: string, words: number, grows: boolean): [Steps, (step: Step) => void] {
  const [state, setState] = useState(() => ({ key, steps: begun(words, grows && !still()) }));
  const current = state.key === key ? state : { key, steps: begun(words, grows && !still()) };
  if (current !== state) setState(current);
  const { steps } = current;
  const take = useCallback((step: Step) => setState((now) => ({ ...now, steps: stepped(now.steps, step) })), []);
  const pace = isGrowing(steps) ? GROWS : PLAYS;
  useEffect(() => {
    if (!steps.playing) return;
    const timer = window.setTimeout(() => take({ kind: "tick" }), pace);
    return () => window.clearTimeout(timer);
  }, [steps.playing, steps.at, pace, take]);
  return [steps, take];
}
