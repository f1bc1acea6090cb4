import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { captionLive } from "@/api/captions";
import { useLatest } from "@/api/useLatest";
import { CameraDialog } from "@/components/camera/CameraDialog";
import type { Camera } from "@/components/camera/useCamera";

import styles from "./describe.module.css";

interface DescribeCameraProps {
  open: boolean;
  onClose(): void;
  onTake(file: File): void;
}

/** Hold something before the camera and read a sentence about it; or take its picture. */
export function DescribeCamera(props: DescribeCameraProps) {
  return <CameraDialog {...props} beside={(_video, camera) => <Live camera={camera} />} />;
}

const LIVE = 480; // px of the longest side: the model looks at less
const PAUSE = 700; // ms: a sentence that changes faster cannot be read

function Live({ camera: { state, grab } }: { camera: Camera }) {
  const { t, i18n } = useTranslation("describe");
  const send = useCallback(
    async (_frame: number, signal: AbortSignal) => {
      const file = await grab(LIVE);
      return file ? ((await captionLive(file, signal)).captions[0] ?? null) : null;
    },
    [grab],
  );
  const { answer, ask } = useLatest(send);
  useEffect(() => {
    if (state !== "on") return;
    let frame = 0;
    const timer = window.setInterval(() => ask(++frame), PAUSE);
    return () => window.clearInterval(timer);
  }, [state, ask]);
  if (state !== "on" || !answer) return <p className={styles.soft}>{t("camera")}</p>;
  return (
    <p className={styles.live}>
      <span lang="en">{answer.text}</span>
      {i18n.language === "zh" ? <span lang="zh-Hans">{answer.text_zh}</span> : null}
    </p>
  );
}
