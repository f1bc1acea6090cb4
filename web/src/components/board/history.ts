import type { Size } from "./geometry";
import type { Stroke } from "./strokes";

/** A picture that somebody brought; `bitmap` is absent when the browser cannot show the format but the server may. */
export interface Background {
  file: Blob;
  name: string;
  bitmap: (CanvasImageSource & Size) | null;
}

/** Everything that is on the board. Drawings share what they have in common, so keeping many of them is cheap. */
export interface Drawing {
  strokes: readonly Stroke[];
  background: Background | null;
}

export interface History {
  past: readonly Drawing[];
  present: Drawing;
  future: readonly Drawing[];
}

export const BLANK: Drawing = { strokes: [], background: null };
export const NEW_HISTORY: History = { past: [], present: BLANK, future: [] };

const LONGEST = 200;

export type Step =
  | { kind: "stroke"; stroke: Stroke }
  | { kind: "background"; background: Background }
  | { kind: "drawing"; drawing: Drawing }
  | { kind: "clear" }
  | { kind: "undo" }
  | { kind: "redo" };

function moveOn(history: History, present: Drawing): History {
  return { past: [...history.past, history.present].slice(-LONGEST), present, future: [] };
}

function undo({ past, present, future }: History): History | null {
  const previous = past.at(-1);
  return previous ? { past: past.slice(0, -1), present: previous, future: [present, ...future] } : null;
}

function redo({ past, present, future }: History): History | null {
  const [next, ...later] = future;
  return next ? { past: [...past, present], present: next, future: later } : null;
}

export const isBlank = (drawing: Drawing) =>
  drawing.background === null && !drawing.strokes.some((stroke) => stroke.tool === "brush");

export function step(history: History, action: Step): History {
  const { present } = history;
  switch (action.kind) {
    case "stroke":
      return moveOn(history, { ...present, strokes: [...present.strokes, action.stroke] });
    case "background":
      // A new picture is a new beginning: strokes on the old one would lie in the wrong place.
      return moveOn(history, { strokes: [], background: action.background });
    case "drawing":
      return moveOn(history, action.drawing);
    case "clear":
      return isBlank(present) ? history : moveOn(history, BLANK);
    case "undo":
      return undo(history) ?? history;
    case "redo":
      return redo(history) ?? history;
  }
}
