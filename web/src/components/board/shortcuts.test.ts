import { expect, it } from "vitest";

import { commandOf, SHORTCUTS } from "./shortcuts";

const press = (keys: string) => {
  const parts = keys.split(" ");
  return {
    key: parts.at(-1)!,
    ctrlKey: parts.includes("Ctrl"),
    metaKey: parts.includes("Meta"),
    shiftKey: parts.includes("Shift"),
    altKey: parts.includes("Alt"),
  };
};

it.each(SHORTCUTS.flatMap(([command, all]) => all.map((keys) => [keys, command] as const)))("%s means %s", (keys, command) => {
  expect(commandOf(press(keys), true)).toBe(command);
});

it("leaves single letters to others when they are switched off", () => {
  expect(commandOf(press("B"), false)).toBeNull();
  expect(commandOf(press("Ctrl Z"), false)).toBe("undo");
});

it("leaves the browser's own shortcuts alone", () => {
  expect(["Ctrl Shift S", "Alt B", "Ctrl B", "Ctrl E"].map((keys) => commandOf(press(keys), true))).toEqual([null, null, null, null]);
});

it("knows the Mac's command key", () => expect(commandOf(press("Meta Z"), true)).toBe("undo"));
