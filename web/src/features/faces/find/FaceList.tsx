import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { DetectedFace } from "@/api/types";
import { FaceCrop } from "@/components/faces/FaceCrop";
import { nextFace, type Size } from "@/components/faces/geometry";

import styles from "../faces.module.css";
import { useFaceWords } from "../words";

interface FaceListProps {
  faces: readonly DetectedFace[];
  size: Size;
  url: string | null;
  shown: number;
  chosen: number;
  onPoint(index: number | null): void;
  onChoose(index: number): void;
}

/** All faces of the picture, the largest first; arrows go from face to face. */
export function FaceList({ faces, size, url, shown, chosen, onPoint, onChoose }: FaceListProps) {
  const { t } = useTranslation("faces");
  const lineOf = useFaceWords();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const frame = list.current;
    const item = frame?.children[shown] as HTMLElement | undefined;
    if (!frame || !item) return;
    // Only the list scrolls, never the page.
    if (item.offsetTop < frame.scrollTop || item.offsetTop + item.offsetHeight > frame.scrollTop + frame.clientHeight) frame.scrollTop = item.offsetTop - frame.clientHeight / 3;
  }, [shown]);
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? null : nextFace(event.key, index, faces.length);
    if (next === null) return;
    event.preventDefault();
    onChoose(next);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <ul ref={list} className={styles.list} aria-label={t("find.faces")}>
      {faces.map((face, index) => (
        <li key={index}>
          <button
            type="button"
            aria-label={lineOf(face, index)}
            aria-pressed={index === chosen}
            data-shown={index === shown || undefined}
            tabIndex={index === chosen ? 0 : -1}
            onPointerEnter={(event) => (event.pointerType === "touch" ? undefined : onPoint(index))}
            onPointerLeave={() => onPoint(null)}
            onFocus={() => onPoint(index)}
            onBlur={() => onPoint(null)}
            onClick={() => onChoose(index)}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            <FaceCrop url={url} box={face.box} size={size} />
            <span>{index + 1}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
