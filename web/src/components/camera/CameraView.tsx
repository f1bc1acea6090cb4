import type { RefObject } from "react";
import { useTranslation } from "react-i18next";

import { Notice } from "../problem/Notice";
import { Button } from "../ui/Button";
import { RepeatIcon } from "../ui/icons";
import { IconButton } from "../ui/IconButton";
import styles from "./camera.module.css";
import type { Camera } from "./useCamera";

import "./messages";

/** What the camera sees, or why it sees nothing. */
export function CameraView({ video, camera }: { video: RefObject<HTMLVideoElement | null>; camera: Camera }) {
  const { t } = useTranslation("camera");
  const { state } = camera;
  const broken = state === "refused" || state === "absent" || state === "insecure";
  return (
    <div className={styles.view} data-state={state}>
      <video ref={video} autoPlay playsInline muted aria-label={t("view")} data-mirrored={camera.mirrored || undefined} />
      {state === "asking" ? <p className={styles.waiting}>{t("asking")}</p> : null}
      {broken ? (
        <div className={styles.trouble}>
          <Notice tone="warning" action={state === "insecure" ? null : <Button onClick={camera.retry}>{t("retry")}</Button>}>
            {t(state)}
          </Notice>
        </div>
      ) : null}
      {state === "on" ? (
        <div className={styles.flip}>
          <IconButton label={t("flip")} onClick={camera.flip}>
            <RepeatIcon />
          </IconButton>
        </div>
      ) : null}
    </div>
  );
}
