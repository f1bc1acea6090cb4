import { useEffect, useState } from "react";

import { placed, type PlacedFile, placedFilesOf } from "./dropped";

const typesIn = new Set(["INPUT", "TEXTAREA", "SELECT"]);

/** Takes files and folders dropped or pasted anywhere on the page; says whether some hover above it. */
export function useIncoming(onFiles: (files: PlacedFile[]) => void): boolean {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const carriesFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onDragOver = (event: DragEvent) => {
      if (!carriesFile(event)) return;
      event.preventDefault(); // else the browser would leave the page to show the file
      setHovering(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const onDrop = (event: DragEvent) => {
      setHovering(false);
      if (!event.dataTransfer || !carriesFile(event) || event.defaultPrevented) return;
      event.preventDefault();
      void placedFilesOf(event.dataTransfer).then(onFiles);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // Words copied from an office program come with a picture of them.
      const wantsWords = typesIn.has((event.target as Element | null)?.tagName ?? "") && event.clipboardData?.types.includes("text/plain");
      if (files.length === 0 || wantsWords) return;
      event.preventDefault();
      onFiles(placed(files));
    };
    const leave = new AbortController();
    const { signal } = leave;
    window.addEventListener("dragover", onDragOver, { signal });
    window.addEventListener("dragleave", onDragLeave, { signal });
    window.addEventListener("drop", onDrop, { signal });
    window.addEventListener("paste", onPaste, { signal });
    return () => leave.abort();
  }, [onFiles]);
  return hovering;
}
