import type { Box } from "@/api/types";

import styles from "./boxes.module.css";

export interface LabelledBox {
  box: Box;
  label: string;
  /** Read aloud instead of the label where that is only a sign. */
  description?: string;
}

interface BoxesProps {
  boxes: readonly LabelledBox[];
  /** Size of the picture in whose pixels the boxes are given. */
  width: number;
  height: number;
  /** Which part of the parent the picture covers, as fractions. */
  frame: { x: number; y: number; width: number; height: number };
  chosen: number;
  /** Whether the labels take the pointer; while somebody draws, a stroke may begin on one. */
  pressable?: boolean;
  onChoose(index: number): void;
}

const percent = (share: number) => `${share * 100}%`;

/** Frames over a picture. Only their labels take the pointer, so that one may go on drawing inside a box. */
export function Boxes({ boxes, width, height, frame, chosen, pressable = true, onChoose }: BoxesProps) {
  const place = { left: percent(frame.x), top: percent(frame.y), width: percent(frame.width), height: percent(frame.height) };
  return (
    <div className={styles.boxes} style={place} data-pressable={pressable || undefined}>
      {boxes.map(({ box, label, description }, index) => (
        <div
          key={index}
          className={styles.box}
          data-chosen={index === chosen || undefined}
          style={{
            left: percent(box.x1 / width),
            top: percent(box.y1 / height),
            width: percent((box.x2 - box.x1) / width),
            height: percent((box.y2 - box.y1) / height),
          }}
        >
          <button type="button" aria-pressed={index === chosen} aria-label={description} onClick={() => onChoose(index)}>
            <span>{label}</span>
          </button>
        </div>
      ))}
    </div>
  );
}
