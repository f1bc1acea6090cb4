import { Dialog } from "@base-ui/react/dialog";
import { type ReactNode, type RefObject, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../ui/Button";
import { CameraIcon, CrossIcon } from "../ui/icons";
import { IconButton } from "../ui/IconButton";
import { CameraView } from "./CameraView";
import styles from "./dialog.module.css";
import { type Camera, useCamera } from "./useCamera";

import "./messages";

interface CameraDialogProps {
  open: boolean;
  onClose(): void;
  onTake(file: File): void;
  /** What is made of the live picture, beside it. */
  beside(video: RefObject<HTMLVideoElement | null>, camera: Camera): ReactNode;
}

/** What the camera sees, and a button that takes its picture. */
export function CameraDialog({ open, onClose, ...live }: CameraDialogProps) {
  const { t } = useTranslation("camera");
  const title = useRef<HTMLHeadingElement>(null);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup initialFocus={title} className={styles.dialog}>
          <header>
            <Dialog.Title ref={title} tabIndex={-1}>{t("title")}</Dialog.Title>
            <Dialog.Close render={<IconButton label={t("close")}><CrossIcon /></IconButton>} />
          </header>
          {open ? <Live {...live} /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const TAKEN = 1600; // px

function Live({ onTake, beside }: Pick<CameraDialogProps, "onTake" | "beside">) {
  const { t } = useTranslation("camera");
  const video = useRef<HTMLVideoElement>(null);
  const camera = useCamera(video);
  const take = async () => {
    const file = await camera.grab(TAKEN);
    if (file) onTake(file);
  };
  return (
    <div className={styles.live}>
      <CameraView video={video} camera={camera} />
      <div className={styles.side}>
        {beside(video, camera)}
        <Button look="strong" disabled={camera.state !== "on"} onClick={() => void take()}>
          <CameraIcon />
          {t("take")}
        </Button>
      </div>
    </div>
  );
}
