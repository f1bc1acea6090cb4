/** Which word of a sentence is looked at: while it grows, while it is played again, under the pointer, or by choice. */

export interface Steps {
  /** Words of the sentence. */
  words: number;
  /** So many of them are there to see; the others are still to come. */
  grown: number;
  /** The word that was chosen or that is played; null: none. */
  at: number | null;
  /** The word under the pointer; it goes before the chosen one. */
  pointed: number | null;
  playing: boolean;
}

export type Step =
  | { kind: "tick" }
  | { kind: "play" }
  | { kind: "point"; word: number | null }
  | { kind: "go"; word: number | null }
  | { kind: "choose"; word: number }
  | { kind: "move"; by: 1 | -1 };

/** A new sentence: it grows from its first word on, or is there at once. */
export function begun(words: number, grows: boolean): Steps {
  const growing = grows && words > 0;
  return { words, grown: growing ? 1 : words, at: growing ? 0 : null, pointed: null, playing: growing };
}

export const shownOf = ({ at, pointed }: Steps) => pointed ?? at;
export const isGrowing = ({ grown, words }: Steps) => grown < words;

/** A person takes over: the sentence is there as a whole. */
const stopped = (steps: Steps): Steps => ({ ...steps, grown: steps.words, playing: false });

function ticked(steps: Steps): Steps {
  if (!steps.playing) return steps;
  const next = steps.at === null ? 0 : steps.at + 1;
  if (next >= steps.words) return { ...stopped(steps), at: null };
  return { ...steps, at: next, grown: Math.max(steps.grown, next + 1) };
}

function played(steps: Steps): Steps {
  if (steps.playing || steps.words === 0) return stopped(steps);
  const over = steps.at === null || steps.at === steps.words - 1;
  return { ...steps, at: over ? 0 : steps.at, pointed: null, playing: true };
}

function moved(steps: Steps, by: 1 | -1): Steps {
  const last = steps.words - 1;
  const from = shownOf(steps);
  const next = from === null ? (by > 0 ? 0 : last) : Math.min(last, Math.max(0, from + by));
  return { ...stopped(steps), pointed: null, at: last < 0 ? null : next };
}

export function stepped(steps: Steps, step: Step): Steps {
  switch (step.kind) {
    case "tick":
      return ticked(steps);
    case "play":
      return played(steps);
    case "point":
      // A pointer that only leaves does not stop what plays.
      return step.word === null ? { ...steps, pointed: null } : { ...stopped(steps), at: steps.playing ? null : steps.at, pointed: step.word };
    case "go":
      return { ...stopped(steps), at: step.word };
    case "choose":
      return { ...stopped(steps), at: !steps.playing && steps.at === step.word ? null : step.word };
    case "move":
      return moved(steps, step.by);
  }
}
