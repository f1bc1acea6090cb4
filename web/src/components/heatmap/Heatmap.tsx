import { type CSSProperties, useEffect, useRef } from "react";

import { PALETTES, stepOf } from "../raster/palette";
import { isSigned, type Maps, placesOf } from "../raster/raster";
import styles from "./heatmap.module.css";

interface HeatmapProps {
  /** The picture below, as a URL. */
  picture: string;
  maps: Maps;
  /** 0–1. */
  opacity: number;
  label: string;
  /** A photo in its own shape, filling its frame, under smooth evidence; else a square of pixels. */
  photo?: boolean;
  /** Where the evidence lies, in shares of the picture; it may reach beyond. Absent: all over it. */
  place?: CSSProperties;
  /** A drawing: paper stays white and ink stays dark below the colour. */
  paper?: boolean;
}

/** Evidence over a picture: colour says for or against, transparency how much. */
function paintEvidence(context: CanvasRenderingContext2D, maps: Maps): void {
  const { width, height } = maps;
  const signed = isSigned(maps);
  const palette = signed ? PALETTES.signed : PALETTES.amount;
  const places = placesOf(maps, signed);
  const image = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const place = places[maps.bytes[i] ?? 0] ?? 0;
    const strength = signed ? Math.abs(place - 0.5) * 2 : place;
    const colour = stepOf(place);
    const alpha = 255 * Math.min(1, strength * 1.6);
    image.data.set([palette[colour] ?? 0, palette[colour + 1] ?? 0, palette[colour + 2] ?? 0, alpha], i * 4);
  }
  context.putImageData(image, 0, 0);
}

export function Heatmap({ picture, maps, opacity, label, photo = false, place, paper = false }: HeatmapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) paintEvidence(context, maps);
  }, [maps]);
  return (
    <div
      className={styles.heatmap}
      role="img"
      aria-label={label}
      data-photo={photo || undefined}
      data-paper={paper || undefined}
      style={{ "--evidence": opacity }}
    >
      <img src={picture} alt="" />
      <canvas ref={canvas} width={maps.width} height={maps.height} style={{ ...place, opacity }} />
    </div>
  );
}
