import { Dialog } from "@base-ui/react/dialog";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { LessonClass } from "@/api/types";
import { CameraView } from "@/components/camera/CameraView";
import { useCamera } from "@/components/camera/useCamera";
import { CameraIcon, CrossIcon } from "@/components/ui/icons";
import { IconButton } from "@/components/ui/IconButton";
import ui from "@/components/ui/ui.module.css";
import { useNumbers } from "@/components/ui/useNumbers";

import { uploadFiles } from "../uploads/uploads";
import styles from "./classes.module.css";

interface CameraBurstProps {
  lesson: string;
  one: LessonClass;
  onClose(): void;
}

/** As long as the button is held, pictures are taken: turn the thing, so that all its sides are seen. */
export function CameraBurst(props: CameraBurstProps) {
  const { one, onClose } = props;
  const { t } = useTranslation("teach");
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog} data-narrow="">
          <header>
            <Dialog.Title>{t("camera.title", { name: one.name })}</Dialog.Title>
            <Dialog.Close render={<IconButton label={t("camera.close")}><CrossIcon /></IconButton>} />
          </header>
          <Burst {...props} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const EVERY = 220; // ms between two pictures
const LONGEST = 720; // px

function Burst({ lesson, one }: CameraBurstProps) {
  const { t } = useTranslation("teach");
  const { count } = useNumbers();
  const video = useRef<HTMLVideoElement>(null);
  const camera = useCamera(video);
  const [held, setHeld] = useState(false);
  const [taken, setTaken] = useState(0);
  const { grab } = camera;
  const take = useCallback(async () => {
    const file = await grab(LONGEST);
    if (!file) return;
    uploadFiles(lesson, one.id, [file]);
    setTaken((number) => number + 1);
  }, [grab, lesson, one.id]);
  useEffect(() => {
    if (!held) return;
    const timer = window.setInterval(() => void take(), EVERY);
    return () => window.clearInterval(timer);
  }, [held, take]);
  // A short press is one picture.
  const press = () => {
    if (held) return;
    setHeld(true);
    void take();
  };
  const release = () => setHeld(false);
  return (
    <div className={styles.burst}>
      <CameraView video={video} camera={camera} />
      <button
        type="button"
        className={`${ui.button} ${ui.strong} ${styles.hold}`}
        data-held={held || undefined}
        disabled={camera.state !== "on"}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          press();
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key === " " || event.key === "Enter") {
            event.preventDefault();
            press();
          }
        }}
        onKeyUp={release}
        onBlur={release}
      >
        <CameraIcon />
        {t("camera.hold")}
      </button>
      <p className={styles.soft} role="status">
        {taken > 0 ? t("camera.taken", { count: taken, number: count(taken) }) : t("camera.how")}
      </p>
    </div>
  );
}
