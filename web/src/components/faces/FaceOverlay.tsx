import { type KeyboardEvent, useRef, useState } from "react";

import type { Box, FaceLandmarks } from "@/api/types";

import styles from "./faces.module.css";
import { middleOf, nextFace, pointsOf, type Size } from "./geometry";

export interface OverlaidFace {
  box: Box;
  landmarks?: FaceLandmarks;
  /** Said aloud, such as "Face 1: about 34, female". */
  description: string;
  /** Shown at the box: a number or a name. */
  tag?: string;
  /** Of the frame, instead of the usual one. */
  colour?: string;
}

interface FaceOverlayProps {
  faces: readonly OverlaidFace[];
  /** Size of the picture in whose px boxes and landmarks are given. */
  size: Size;
  /** What the faces are together, said aloud. */
  label: string;
  /** The face that is looked at. */
  shown: number | null;
  /** The face that was chosen and stays; absent: a click does something else. */
  chosen?: number | null;
  onPoint(index: number | null): void;
  onChoose(index: number): void;
}

const percent = (share: number) => `${100 * share}%`;

/** Frames and landmarks over a picture, in its own px and crisp at any size. One face is in the tab order; arrows go from face to face. */
export function FaceOverlay({ faces, size, label, shown, chosen, onPoint, onChoose }: FaceOverlayProps) {
  const group = useRef<HTMLDivElement>(null);
  const { width, height } = size;
  const [visited, setVisited] = useState(0);
  const reached = Math.min(chosen ?? visited, faces.length - 1);
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? null : nextFace(event.key, index, faces.length);
    if (next === null) return;
    event.preventDefault();
    if (chosen !== undefined) onChoose(next);
    group.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div ref={group} className={styles.overlay} role="group" aria-label={label}>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {faces.map((face, index) => (
          <Drawn key={index} face={face} shown={index === shown} />
        ))}
      </svg>
      {faces.map(({ box, description, tag }, index) => {
        const { x, y } = middleOf(box);
        return (
          <button
            key={index}
            type="button"
            className={styles.face}
            style={{ left: percent(x / width), top: percent(y / height), width: percent((box.x2 - box.x1) / width), height: percent((box.y2 - box.y1) / height) }}
            aria-label={description}
            aria-pressed={chosen === undefined ? undefined : index === chosen}
            data-shown={index === shown || undefined}
            tabIndex={index === reached ? 0 : -1}
            onPointerEnter={(event) => (event.pointerType === "touch" ? undefined : onPoint(index))}
            onPointerLeave={() => onPoint(null)}
            onFocus={() => {
              setVisited(index);
              onPoint(index);
            }}
            onBlur={() => onPoint(null)}
            onClick={() => onChoose(index)}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            {tag ? <span>{tag}</span> : null}
          </button>
        );
      })}
    </div>
  );
}

/** A line without length and with round ends is a dot that stays as large at any zoom. */
const dot = ({ x, y }: { x: number; y: number }) => `M${x} ${y}h0`;

function Drawn({ face: { box, landmarks, colour }, shown }: { face: OverlaidFace; shown: boolean }) {
  const frame = { x: box.x1, y: box.y1, width: box.x2 - box.x1, height: box.y2 - box.y1 };
  const dots = landmarks ? pointsOf(landmarks).map(dot).join("") : "";
  return (
    <g className={styles.drawn} data-shown={shown || undefined} style={colour ? { "--frame": colour } : undefined}>
      <rect className={styles.halo} {...frame} />
      <rect className={styles.frame} {...frame} />
      {dots ? <path className={styles.dotHalo} d={dots} /> : null}
      {dots ? <path className={styles.dots} d={dots} /> : null}
    </g>
  );
}
