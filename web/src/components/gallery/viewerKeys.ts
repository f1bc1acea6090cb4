import { singleKeysOn } from "@/preferences/shortcuts";

export type Wish = "previous" | "next" | "details" | "remove";

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  defaultPrevented: boolean;
  target: EventTarget;
}

/** Controls that have a use for arrow keys themselves. */
const OWN_ARROWS = "input, textarea, select, [role=slider], [role=radio], [role=tab], [aria-pressed]";

export function wishOf(event: KeyPress, singleKeys = singleKeysOn()): Wish | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  if ((event.target as Partial<Element>).closest?.(OWN_ARROWS)) return null;
  if (event.key === "ArrowLeft") return "previous";
  if (event.key === "ArrowRight") return "next";
  if (event.key === "Delete") return "remove";
  if (event.key === "i" && singleKeys) return "details";
  return null;
}
