import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { PlusIcon, UploadIcon } from "@/components/ui/icons";

import type { Intake } from "../useIntake";
import styles from "./bar.module.css";

/** Lies over the page while a picture hovers above it: search by it, or add it to the search. */
export function DropZones({ intake, canAdd }: { intake: Intake; canAdd: boolean }) {
  const { t } = useTranslation("search");
  return (
    <div className={styles.zones}>
      <DropZone onFiles={(files) => intake.take(files, false)}>
        <UploadIcon />
        {t("drop.search")}
      </DropZone>
      {canAdd ? (
        <DropZone onFiles={(files) => intake.take(files, true)}>
          <PlusIcon />
          {t("drop.add")}
        </DropZone>
      ) : null}
    </div>
  );
}

function DropZone({ children, onFiles }: { children: React.ReactNode; onFiles(files: readonly File[]): void }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <div className={styles.zone} data-over={over || undefined} onDragEnter={() => setOver(true)} onDragLeave={() => setOver(false)} onDrop={drop}>
      {children}
    </div>
  );
}
