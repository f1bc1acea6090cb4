import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { BrokenPictureIcon } from "../ui/icons";
import styles from "./given.module.css";
import type { Photo } from "./usePhoto";

import "./messages";

export interface PhotoSize {
  width: number;
  height: number;
}

interface PhotoStageProps {
  photo: Photo;
  /** What the picture is, said aloud. */
  label: string;
  /** 0–1: how far the photo steps back under what lies over it. */
  opacity?: number;
  /** Laid exactly over the photo, whose own size in px is told. */
  children?(size: PhotoSize): ReactNode;
}

/** The photo in its own shape, as large as there is room, and what lies over it. */
export function PhotoStage({ photo, label, opacity, children }: PhotoStageProps) {
  const { t } = useTranslation("given");
  const [size, setSize] = useState<(PhotoSize & { url: string }) | null>(null);
  if (photo.unseen)
    return (
      <div className={styles.unseen}>
        <BrokenPictureIcon />
        <p>{t("unseen")}</p>
      </div>
    );
  if (!photo.url) return <div className={styles.stage} data-stage="" aria-busy="true" />;
  const known = size && size.url === photo.url ? size : null;
  return (
    <div className={styles.stage} data-stage="" style={{ "--ratio": known ? known.width / known.height : 4 / 3 }}>
      <img
        src={photo.url}
        alt={label}
        draggable={false}
        data-there={known ? "" : undefined}
        style={{ opacity }}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize({ url: photo.url ?? "", width: Math.max(1, naturalWidth), height: Math.max(1, naturalHeight) })
        }
        onError={photo.onError}
      />
      {known ? children?.(known) : null}
    </div>
  );
}
