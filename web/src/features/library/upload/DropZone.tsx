import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import type { PlacedFile } from "@/components/files/dropped";
import { DropVeil } from "@/components/files/DropVeil";
import { useIncoming } from "@/components/files/useIncoming";

/** Files and folders may be dropped anywhere on the page; a veil says so while they hover. */
export function DropZone({ onFiles }: { onFiles(files: Iterable<File>): void }) {
  const { t } = useTranslation("library");
  const hovering = useIncoming(useCallback((files: PlacedFile[]) => onFiles(files.map(({ file }) => file)), [onFiles]));
  return hovering ? <DropVeil>{t("upload.drop")}</DropVeil> : null;
}
