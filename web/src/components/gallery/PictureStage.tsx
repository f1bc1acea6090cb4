import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { thumbnailUrl } from "@/api/library";
import type { Picture } from "@/api/types";

import { BrokenPictureIcon } from "../ui/icons";
import { useSwipe } from "./useSwipe";
import styles from "./viewer.module.css";

interface PictureStageProps {
  picture: Picture | undefined;
  onPrevious(): void;
  onNext(): void;
  onClose(): void;
  /** Laid exactly over the picture. */
  children?: ReactNode;
}

/** A small picture is enlarged, but not beyond recognition. */
const MOST_ENLARGED = 2.5;

/** The picture as large as the stage allows, in its own shape; the tile's small one stands in until the large one is there. */
export function PictureStage({ picture, onPrevious, onNext, onClose, children }: PictureStageProps) {
  const { t } = useTranslation("gallery");
  const [state, setState] = useState<"loading" | "there" | "failed">("loading");
  const { offset, handlers } = useSwipe({ left: onNext, right: onPrevious, down: onClose });
  if (!picture) return <div className={styles.frame} aria-busy="true" aria-label={t("loading")} role="img" />;
  if (state === "failed")
    return (
      <div className={styles.failed} {...handlers}>
        <BrokenPictureIcon />
        <p role="alert">{t("viewer.failed")}</p>
      </div>
    );
  return (
    <div className={styles.swipe} {...handlers}>
      <div
        className={styles.frame}
        data-moving={offset.x !== 0 || offset.y !== 0 || undefined}
        style={{
          "--shape": picture.width / picture.height,
          "--most": `${picture.width * MOST_ENLARGED}px`,
          transform: `translate(${offset.x}px, ${offset.y}px)`,
        }}
      >
        <img className={styles.small} src={thumbnailUrl(picture.id, 256)} alt="" draggable={false} />
        <img
          className={styles.large}
          src={thumbnailUrl(picture.id, 1024)}
          alt={picture.name}
          draggable={false}
          data-there={state === "there" || undefined}
          onLoad={() => setState("there")}
          onError={() => setState("failed")}
        />
        {children ? <div className={styles.over}>{children}</div> : null}
      </div>
    </div>
  );
}
