import { useEffect, useRef } from "react";

import { isDialogOpen } from "@/components/ui/dialogs";

import type { Step } from "./steps";

/** Controls that have a use for the arrow keys themselves. */
const OWN_ARROWS = "input, textarea, select, [role=slider], [role=radiogroup], [role=group]";

/** The left and right keys step through the words from anywhere on the page. */
export function useStepKeys(onStep: (step: Step) => void): void {
  const latest = useRef(onStep);
  useEffect(() => {
    latest.current = onStep;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : null;
      const wanted = (event.target as Element | null)?.closest?.(OWN_ARROWS);
      if (by === null || wanted || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isDialogOpen()) return;
      event.preventDefault();
      latest.current({ kind: "move", by });
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
