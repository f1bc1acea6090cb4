import { type RefObject, useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { nameLive } from "@/api/classify";
import type { ClassifyingModel } from "@/api/types";
import { useLatest } from "@/api/useLatest";

import { CameraDialog } from "../camera/CameraDialog";
import type { Camera } from "../camera/useCamera";
import styles from "./naming.module.css";
import { Answer } from "./NamingCard";
import { useModelTitle } from "./useModelTitle";

import "./messages";

interface NamingCameraProps {
  open: boolean;
  onClose(): void;
  /** The first of them names what the camera sees, as fast as the server answers. */
  models: readonly ClassifyingModel[];
  onTake(file: File): void;
}

/** Hold something before the camera and read what it is; or take its picture. */
export function NamingCamera({ models, ...dialog }: NamingCameraProps) {
  return <CameraDialog {...dialog} beside={(video, camera) => <Live video={video} camera={camera} model={models[0] ?? null} />} />;
}

interface LiveProps {
  video: RefObject<HTMLVideoElement | null>;
  camera: Camera;
  model: ClassifyingModel | null;
}

function Live({ video, camera, model }: LiveProps) {
  const { t } = useTranslation("naming");
  const titleOf = useModelTitle();
  const naming = useLiveNaming(video, camera.state === "on", model?.name ?? null, camera.grab);
  return naming && model ? <Answer naming={naming} title={titleOf(model)} looked={null} /> : <p className={styles.soft}>{t("camera.how")}</p>;
}

const LIVE = 480; // px of the longest side: models look at less

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
