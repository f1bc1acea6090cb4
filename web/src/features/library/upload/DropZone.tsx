import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { UploadIcon } from "@/components/ui/icons";

import { filesOf } from "./dropped";
import styles from "./upload.module.css";

/** Files and folders may be dropped anywhere on the page; a veil says so while they hover. */
export function DropZone({ onFiles }: { onFiles(files: Iterable<File>): void }) {
  const { t } = useTranslation("library");
  const hovering = useDrop(onFiles);
  if (!hovering) return null;
  return (
    <div className={styles.veil}>
      <p>
        <UploadIcon />
        {t("upload.drop")}
      </p>
    </div>
  );
}

function useDrop(onFiles: (files: Iterable<File>) => void): boolean {
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
      void filesOf(event.dataTransfer).then(onFiles);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(files);
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
