import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { detectLive } from "@/api/faces";
import { useLatest } from "@/api/useLatest";
import { CameraDialog } from "@/components/camera/CameraDialog";
import type { Camera } from "@/components/camera/useCamera";

import styles from "../faces.module.css";

interface FaceCameraProps {
  open: boolean;
  onClose(): void;
  onTake(file: File): void;
}

/** The camera, with how many faces it sees; its picture is looked at closely. */
export function FaceCamera(props: FaceCameraProps) {
  return <CameraDialog {...props} beside={(_video, camera) => <Live camera={camera} />} />;
}

const LIVE = 640; // px of the longest side

/** A frame is sent as soon as the former one is answered. */
function Live({ camera: { state, grab } }: { camera: Camera }) {
  const { t } = useTranslation("faces");
  const send = useCallback(
    async (_frame: number, signal: AbortSignal) => {
      const file = await grab(LIVE);
      return file ? (await detectLive(file, signal)).faces.length : null;
    },
    [grab],
  );
  const { answer, ask } = useLatest(send);
  useEffect(() => {
    if (state !== "on") return;
    let frame = 0;
    const timer = window.setInterval(() => ask(++frame), 200);
    return () => window.clearInterval(timer);
  }, [state, ask]);
  return <p className={styles.soft}>{state === "on" && answer !== null ? t("film.faces", { count: answer, number: answer }) : t("find.camera")}</p>;
}
