import { spriteUrl } from "@/api/benchmarks";
import type { SketchLook } from "@/api/types";

import styles from "./sketch.module.css";

interface SmallPictureProps {
  look: SketchLook;
  /** Its place in the list of points. */
  place: number;
  alt: string;
}

/** One picture out of the sheet that holds them all. */
export function SmallPicture({ look, place, alt }: SmallPictureProps) {
  const rows = Math.ceil(look.points.length / look.columns);
  const share = (at: number, of: number) => `${of > 1 ? (100 * at) / (of - 1) : 0}%`;
  return (
    <span
      className={styles.picture}
      role="img"
      aria-label={alt}
      title={alt}
      style={{
        backgroundImage: `url("${spriteUrl(look)}")`,
        backgroundSize: `${100 * look.columns}% ${100 * rows}%`,
        backgroundPosition: `${share(place % look.columns, look.columns)} ${share(Math.floor(place / look.columns), rows)}`,
      }}
    />
  );
}
