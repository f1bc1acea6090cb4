import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { Box } from "@/api/types";

import { HANDLES } from "./region";
import styles from "./region.module.css";
import { useRegion } from "./useRegion";

import "./messages";

interface RegionProps {
  /** URL of the picture, upright. */
  picture: string;
  /** Its size in the pixels in which the region is given; the URL may show it smaller. */
  width: number;
  height: number;
  /** Null: the whole picture. */
  box: Box | null;
  onChange(box: Box | null): void;
}

const percent = (share: number) => `${share * 100}%`;

/** A rectangle that one draws, moves and resizes on a picture, by mouse, by touch and by keyboard. */
export function Region({ picture, width, height, box, onChange }: RegionProps) {
  const { t } = useTranslation("region");
  const help = useId();
  const { shown, handlers } = useRegion(box, { width, height }, onChange);
  const words = shown
    ? t("some", {
        x: Math.round(shown.x1),
        y: Math.round(shown.y1),
        width: Math.round(shown.x2 - shown.x1),
        height: Math.round(shown.y2 - shown.y1),
      })
    : t("none");
  return (
    <div className={styles.place} style={{ "--ratio": width / height }}>
      <div
        className={styles.region}
        role="application"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t("label")}
        aria-describedby={help}
        data-empty={shown ? undefined : ""}
        {...handlers}
      >
        <img src={picture} alt="" draggable={false} />
        {shown ? (
          <div
            className={styles.box}
            data-grip="inside"
            style={{
              left: percent(shown.x1 / width),
              top: percent(shown.y1 / height),
              width: percent((shown.x2 - shown.x1) / width),
              height: percent((shown.y2 - shown.y1) / height),
            }}
          >
            {HANDLES.map((handle) => (
              <span key={handle} className={styles.handle} data-grip={handle} />
            ))}
          </div>
        ) : null}
      </div>
      <p className="visually-hidden" role="status">
        {words}
      </p>
      <p className="visually-hidden" id={help}>
        {t("help")}
      </p>
    </div>
  );
}
