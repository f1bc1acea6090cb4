import { useEffect, useRef } from "react";

import { type Cells, heatPixels, heatSize } from "./heat";
import styles from "./naming.module.css";

interface HeatCanvasProps {
  cells: Cells;
  /** The picture's own size. */
  width: number;
  height: number;
  /** 0–1. */
  opacity: number;
}

/** The smooth heat map in the picture's own pixels, laid exactly over it. */
export function HeatCanvas({ cells, width, height, opacity }: HeatCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = heatSize(width, height);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    const { width: across, height: down } = size;
    context?.putImageData(new ImageData(heatPixels(cells, across, down), across, down), 0, 0);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the size is made of these two
  }, [cells, size.width, size.height]);
  return <canvas ref={canvas} className={styles.canvas} width={size.width} height={size.height} style={{ opacity }} aria-hidden="true" />;
}
