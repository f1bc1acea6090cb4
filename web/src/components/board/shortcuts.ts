export type Command = "brush" | "eraser" | "smaller" | "larger" | "undo" | "redo" | "clear" | "save" | "upload" | "help";

export interface Keystroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** What the help lists; the keys are tried in the order of `commandOf`. */
export const SHORTCUTS: readonly (readonly [Command, readonly string[]])[] = [
  ["brush", ["B"]],
  ["eraser", ["E"]],
  ["smaller", ["["]],
  ["larger", ["]"]],
  ["undo", ["Ctrl Z"]],
  ["redo", ["Ctrl Shift Z", "Ctrl Y"]],
  ["clear", ["Delete"]],
  ["save", ["Ctrl S"]],
  ["upload", ["U"]],
  ["help", ["?"]],
];

const SINGLE: Readonly<Record<string, Command>> = {
  b: "brush",
  e: "eraser",
  "[": "smaller",
  "]": "larger",
  delete: "clear",
  u: "upload",
  "?": "help",
};

const WITH_CONTROL: Readonly<Record<string, Command>> = { z: "undo", y: "redo", s: "save" };

export function commandOf(stroke: Keystroke, singleKeys: boolean): Command | null {
  const key = stroke.key.toLowerCase();
  if (stroke.altKey) return null;
  if (!(stroke.ctrlKey || stroke.metaKey)) return (singleKeys && SINGLE[key]) || null;
  if (key === "z" && stroke.shiftKey) return "redo";
  return stroke.shiftKey ? null : (WITH_CONTROL[key] ?? null);
}

/** Someone who is typing, or who is in an open dialog, means other things by the same keys. */
export function isBusyElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input:not([type=range]), textarea, select, [contenteditable], [role=dialog]") !== null;
}
