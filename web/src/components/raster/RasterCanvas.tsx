import { useEffect, useRef } from "react";

import { type PaletteName, PALETTES, stepOf } from "./palette";
import { isSigned, type Maps, placesOf } from "./raster";
import styles from "./raster.module.css";

export const paletteFor = (maps: Maps): PaletteName => (isSigned(maps) ? "signed" : "amount");

export function paintMap(context: CanvasRenderingContext2D, maps: Maps, index: number, name: PaletteName): void {
  const { width, height } = maps;
  const image = context.createImageData(width, height);
  const palette = PALETTES[name];
  const places = placesOf(maps, name === "signed");
  const start = index * width * height;
  for (let i = 0; i < width * height; i++) {
    const colour = stepOf(places[maps.bytes[start + i] ?? 0] ?? 0);
    image.data.set([palette[colour] ?? 0, palette[colour + 1] ?? 0, palette[colour + 2] ?? 0, 255], i * 4);
  }
  context.putImageData(image, 0, 0);
}

interface RasterCanvasProps {
  maps: Maps;
  index?: number;
  palette?: PaletteName;
  className?: string;
  /** Leave out inside a button that has its own label. */
  label?: string;
}

/** One map, a canvas pixel a number; CSS makes it large, without smoothing. */
export function RasterCanvas({ maps, index = 0, palette, className = "", label }: RasterCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) paintMap(context, maps, index, palette ?? paletteFor(maps));
  }, [maps, index, palette]);
  return (
    <canvas
      ref={canvas}
      width={maps.width}
      height={maps.height}
      className={`${styles.raster} ${className}`}
      data-palette={palette ?? paletteFor(maps)}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    />
  );
}
