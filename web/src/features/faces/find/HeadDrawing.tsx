import { useTranslation } from "react-i18next";

import type { HeadPose } from "@/api/types";
import { noseOf } from "@/components/faces/geometry";

import styles from "./card.module.css";

const R = 26; // radius of the head, in the drawing's own units
const TALL = 1.22; // a head is higher than it is wide

/** A head turned, nodded and tilted as the face is: its middle lines, and where the nose points. */
export function HeadDrawing({ pose }: { pose: HeadPose }) {
  const { t } = useTranslation("faces");
  const { x, y } = noseOf(pose);
  const [across, down] = [R * x, R * TALL * y];
  return (
    <svg className={styles.head} viewBox="-41 -41 82 82" role="img" aria-label={t("pose.drawing", { yaw: Math.round(pose.yaw), pitch: Math.round(pose.pitch), roll: Math.round(pose.roll) })}>
      <g transform={`rotate(${pose.roll})`}>
        <ellipse className={styles.skull} rx={R} ry={R * TALL} />
        <path className={styles.line} d={`M0 ${-R * TALL}A${Math.abs(across)} ${R * TALL} 0 0 ${across >= 0 ? 1 : 0} 0 ${R * TALL}`} />
        <path className={styles.line} d={`M${-R} 0A${R} ${Math.abs(down)} 0 0 ${down >= 0 ? 0 : 1} ${R} 0`} />
        <path className={styles.nose} d={`M${across} ${down}L${across * 1.5} ${down * 1.5}h0`} />
        <circle className={styles.tip} cx={across * 1.5} cy={down * 1.5} r="3.200" />
      </g>
    </svg>
  );
}
