import { useEffect, useRef } from "react";

import { type Cells, smoothed } from "@/components/naming/heat";

import styles from "./caption.module.css";

const SIDE = 192; // pixels; the map is smooth, and the browser stretches it
const DARKEST = 0.82; // where the model did not look

interface VeilProps {
  /** 1 is where the model looked most. */
  cells: Cells;
}

/** Darkens the picture below where the model did not look. */
export function Veil({ cells }: VeilProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const veil = new ImageData(SIDE, SIDE); // black, and clear until now
    smoothed(cells, SIDE, SIDE).forEach((value, i) => {
      veil.data[i * 4 + 3] = Math.round(255 * DARKEST * (1 - value));
    });
    context.putImageData(veil, 0, 0);
  }, [cells]);
  return <canvas ref={canvas} className={styles.veil} width={SIDE} height={SIDE} aria-hidden="true" />;
}
