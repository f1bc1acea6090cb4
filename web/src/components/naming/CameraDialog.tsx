import { Dialog } from "@base-ui/react/dialog";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { nameLive } from "@/api/classify";
import type { ClassifyingModel } from "@/api/types";
import { useLatest } from "@/api/useLatest";

import { CameraView } from "../camera/CameraView";
import { useCamera } from "../camera/useCamera";
import { Button } from "../ui/Button";
import { CameraIcon, CrossIcon } from "../ui/icons";
import { IconButton } from "../ui/IconButton";
import styles from "./camera.module.css";
import { Answer } from "./NamingCard";
import { useModelTitle } from "./useModelTitle";

import "./messages";

interface CameraDialogProps {
  open: boolean;
  onClose(): void;
  /** The first of them names what the camera sees, as fast as the server answers. */
  models: readonly ClassifyingModel[];
  onTake(file: File): void;
}

/** Hold something before the camera and read what it is; or take its picture. */
export function CameraDialog({ open, onClose, models, onTake }: CameraDialogProps) {
  const { t } = useTranslation("naming");
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog}>
          <header>
            <Dialog.Title>{t("camera.title")}</Dialog.Title>
            <Dialog.Close render={<IconButton label={t("camera.close")}><CrossIcon /></IconButton>} />
          </header>
          {open ? <Live models={models} onTake={onTake} /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const LIVE = 480; // px of the longest side: models look at less
const TAKEN = 1600; // px

function Live({ models, onTake }: Pick<CameraDialogProps, "models" | "onTake">) {
  const { t } = useTranslation("naming");
  const video = useRef<HTMLVideoElement>(null);
  const camera = useCamera(video);
  const titleOf = useModelTitle();
  const [model] = models;
  const naming = useLiveNaming(video, camera.state === "on", model?.name ?? null, camera.grab);
  const take = async () => {
    const file = await camera.grab(TAKEN);
    if (file) onTake(file);
  };
  return (
    <div className={styles.live}>
      <CameraView video={video} camera={camera} />
      <div className={styles.side}>
        {naming && model ? <Answer naming={naming} title={titleOf(model)} looked={null} /> : <p className={styles.soft}>{t("camera.how")}</p>}
        <Button look="strong" disabled={camera.state !== "on"} onClick={() => void take()}>
          <CameraIcon />
          {t("camera.take")}
        </Button>
      </div>
    </div>
  );
}

/** A frame is sent as soon as the former one is answered. */
function useLiveNaming(video: RefObject<HTMLVideoElement | null>, on: boolean, model: string | null, grab: (longest: number) => Promise<File | null>) {
  const send = useCallback(
    async (_frame: number, signal: AbortSignal) => {
      const file = model && video.current ? await grab(LIVE) : null;
      return file && model ? nameLive(file, [model], signal) : null;
    },
    [model, grab, video],
  );
  const { answer, ask } = useLatest(send);
  useEffect(() => {
    if (!on) return;
    let frame = 0;
    const timer = window.setInterval(() => ask(++frame), 120);
    return () => window.clearInterval(timer);
  }, [on, ask]);
  return on ? (answer?.namings[0] ?? null) : null;
}
