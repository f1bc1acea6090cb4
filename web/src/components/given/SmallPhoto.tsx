import { useEffect, useRef, useState } from "react";

import type { Sent } from "@/api/classify";
import { thumbnailUrl } from "@/api/library";
import { BrokenPictureIcon } from "../ui/icons";
import styles from "./given.module.css";

const SIDE = 112; // px: twice as fine as it is shown

/** A photo from outside as a small square; it is decoded small, so that hundreds of large ones fit the memory. */
export function SmallPhoto({ sent }: { sent: Sent }) {
  if ("picture" in sent) return <img className={styles.small} src={thumbnailUrl(sent.picture, 128)} alt="" />;
  return <OfBlob image={sent.image} />;
}

function OfBlob({ image }: { image: Blob }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let over = false;
    createImageBitmap(image, { resizeWidth: SIDE, resizeQuality: "medium" }).then(
      (bitmap) => {
        const context = over ? null : canvas.current?.getContext("2d");
        const side = Math.min(bitmap.width, bitmap.height);
        context?.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
        bitmap.close();
      },
      () => setFailed(!over),
    );
    return () => {
      over = true;
    };
  }, [image]);
  if (failed)
    return (
      <span className={styles.small} aria-hidden="true">
        <BrokenPictureIcon />
      </span>
    );
  return <canvas ref={canvas} className={styles.small} width={SIDE} height={SIDE} aria-hidden="true" />;
}
