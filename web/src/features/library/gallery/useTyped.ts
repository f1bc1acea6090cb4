import { useEffect, useRef, useState } from "react";

const PAUSE = 300; // ms

/** A text field whose words count after a pause in typing; what comes from outside (Back, a cleared filter) shows at once. */
export function useTyped(value: string, onChange: (value: string) => void): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const type = (next: string) => {
    setTyped(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      setKnown(next); // our own change must not overwrite what is typed meanwhile
      onChange(next);
    }, PAUSE);
  };
  return [typed, type];
}
