import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/Button";
import { BrushIcon, CameraIcon, PlusIcon, UploadIcon } from "@/components/ui/icons";

import styles from "./bar.module.css";

interface PictureSourcesProps {
  /** Adds to what is there, instead of beginning. */
  adds: boolean;
  disabled?: boolean;
  onFiles(files: readonly File[]): void;
  /** Opens the board; absent where it is open. */
  onDraw?(): void;
}

/** The ways by which a picture comes in by hand. Phones also have a camera; they are asked for it by `capture`. */
export function PictureSources({ adds, disabled, onFiles, onDraw }: PictureSourcesProps) {
  const { t } = useTranslation("search");
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    onFiles([...(input.files ?? [])]);
    // Choosing the same file again must be a change again.
    input.value = "";
  };
  return (
    <div className={styles.sources}>
      <input ref={files} type="file" accept="image/*" multiple hidden aria-label={t("bar.choose")} onChange={(event) => take(event.target)} />
      <input ref={camera} type="file" accept="image/*" capture="environment" hidden aria-label={t("bar.camera")} onChange={(event) => take(event.target)} />
      <Button look={adds ? "plain" : "strong"} disabled={disabled} onClick={() => files.current?.click()}>
        {adds ? <PlusIcon /> : <UploadIcon />}
        {t(adds ? "bar.add" : "bar.choose")}
      </Button>
      <Button className={styles.camera} disabled={disabled} onClick={() => camera.current?.click()}>
        <CameraIcon />
        {t("bar.camera")}
      </Button>
      {onDraw ? (
        <Button onClick={onDraw}>
          <BrushIcon />
          {t(adds ? "bar.draw" : "start.draw")}
        </Button>
      ) : null}
    </div>
  );
}
