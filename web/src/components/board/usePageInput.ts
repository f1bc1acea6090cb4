import { useEffect, useState } from "react";

import { fileIn } from "./intake";
import { type Command, commandOf, isBusyElsewhere } from "./shortcuts";

/** Shortcuts work wherever the focus is on the page, except where one types. */
export function useShortcuts(run: (command: Command) => void, singleKeys: boolean): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isBusyElsewhere(event.target)) return;
      const command = commandOf(event, singleKeys);
      if (!command) return;
      event.preventDefault();
      run(command);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [run, singleKeys]);
}

/** Takes a picture pasted or dropped anywhere on the page; says whether one hovers above it. */
export function useIncomingPicture(take: (file: File) => void): boolean {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const carriesFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onPaste = (event: ClipboardEvent) => {
      const file = fileIn(event.clipboardData);
      if (!file) return;
      event.preventDefault();
      take(file);
    };
    const onDragOver = (event: DragEvent) => {
      if (!carriesFile(event)) return;
      // Without this the browser would leave the page to show the file.
      event.preventDefault();
      setHovering(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const onDrop = (event: DragEvent) => {
      setHovering(false);
      const file = fileIn(event.dataTransfer);
      if (!file || event.defaultPrevented) return;
      event.preventDefault();
      take(file);
    };
    const leave = new AbortController();
    const { signal } = leave;
    window.addEventListener("paste", onPaste, { signal });
    window.addEventListener("dragover", onDragOver, { signal });
    window.addEventListener("dragleave", onDragLeave, { signal });
    window.addEventListener("drop", onDrop, { signal });
    return () => leave.abort();
  }, [take]);
  return hovering;
}
