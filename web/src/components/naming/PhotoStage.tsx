import { useState } from "react";
import { useTranslation } from "react-i18next";

import { BrokenPictureIcon } from "../ui/icons";
import { HeatCanvas } from "./HeatCanvas";
import type { Cells } from "./heat";
import styles from "./naming.module.css";
import { dimmed } from "./saveHeat";
import type { Photo } from "./usePhoto";

interface PhotoStageProps {
  photo: Photo;
  name: string;
  cells: Cells | null;
  /** The label that the cells speak of. */
  label: string;
  /** 0–1. */
  opacity: number;
}

/** The photo in its own shape, as large as there is room, under its heat map. */
export function PhotoStage({ photo, name, cells, label, opacity }: PhotoStageProps) {
  const { t } = useTranslation("naming");
  const [size, setSize] = useState<{ url: string; width: number; height: number } | null>(null);
  if (photo.unseen)
    return (
      <div className={styles.unseen}>
        <BrokenPictureIcon />
        <p>{t("unseen")}</p>
      </div>
    );
  if (!photo.url) return <div className={styles.stage} aria-busy="true" />;
  const known = size && size.url === photo.url ? size : null;
  return (
    <div
      className={styles.stage}
      role="img"
      aria-label={t(cells ? "map" : "photo", { name, label })}
      style={{ "--ratio": known ? known.width / known.height : 4 / 3 }}
    >
      <img
        src={photo.url}
        alt=""
        draggable={false}
        data-there={known ? "" : undefined}
        style={{ opacity: cells ? dimmed(opacity) : undefined }}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize({ url: photo.url ?? "", width: Math.max(1, naturalWidth), height: Math.max(1, naturalHeight) })
        }
        onError={photo.onError}
      />
      {cells && known ? <HeatCanvas cells={cells} width={known.width} height={known.height} opacity={opacity} /> : null}
    </div>
  );
}
