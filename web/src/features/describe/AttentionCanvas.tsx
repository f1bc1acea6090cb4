import { useEffect, useRef } from "react";

import { type Cells, heatSize } from "@/components/naming/heat";

import { between, lightPixels, type Look } from "./attention";
import styles from "./describe.module.css";

interface AttentionCanvasProps {
  /** The map of the word that is looked at; null: the photo lies open. */
  cells: Cells | null;
  /** The amount at which the light is full. */
  full: number;
  look: Look;
  /** The picture's own size. */
  width: number;
  height: number;
}

/** The light needs few pixels: the browser draws them smoothly over the photo. */
const PAINTED = 24_000;
const GLIDES = 280; // ms from word to word

const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The smooth map of a word over the photo. From word to word its light glides. */
export function AttentionCanvas({ cells, full, look, width, height }: AttentionCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useRef<Cells | null>(null);
  const size = heatSize(width, height, PAINTED);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const paint = (values: Cells) => {
      shown.current = values;
      const { width: across, height: down } = size;
      context.putImageData(new ImageData(lightPixels(values, full, look, across, down), across, down), 0, 0);
    };
    if (!cells) {
      shown.current = null; // the light fades where it is, and does not come from there again
      return;
    }
    const from = shown.current;
    if (!from || from.values.length !== cells.values.length || still()) return paint(cells);
    const start = performance.now();
    let frame = 0;
    const glide = (now: number) => {
      const share = Math.min(1, Math.max(0, (now - start) / GLIDES));
      paint({ ...cells, values: between(from.values, cells.values, 1 - (1 - share) ** 3) });
      if (share < 1) frame = requestAnimationFrame(glide);
    };
    frame = requestAnimationFrame(glide);
    return () => cancelAnimationFrame(frame);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the size is made of these two
  }, [cells, full, look, size.width, size.height]);
  return <canvas ref={canvas} className={styles.light} data-on={cells ? "" : undefined} width={size.width} height={size.height} aria-hidden="true" />;
}
