import { type DragEvent, type KeyboardEvent, memo, type MouseEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Picture } from "@/api/types";

import { CheckIcon } from "../ui/icons";
import styles from "./gallery.module.css";
import { thumbnailFor } from "./grid";
import { Thumbnail } from "./Thumbnail";
import { useLongPress } from "./useLongPress";

export interface TileEvents {
  click(index: number, event: MouseEvent): void;
  key(index: number, event: KeyboardEvent): void;
  focus(index: number): void;
  toggle(index: number): void;
}

interface TileProps {
  picture: Pick<Picture, "id" | "name" | "width" | "height"> | undefined;
  /** Shown instead of the library's small picture. */
  image?: ReactNode;
  index: number;
  column: number;
  side: number;
  /** The one tile of the grid that Tab reaches. */
  current: boolean;
  /** null: nothing can be selected here. */
  selected: boolean | null;
  /** Said instead of the picture's name. */
  label?: string;
  overlay?: ReactNode;
  events: TileEvents;
  /** The tile can be dragged elsewhere. */
  onDragStart?(index: number, event: DragEvent): void;
}

export const Tile = memo(function Tile(props: TileProps) {
  const { picture, image, index, column, side, current, selected, label, overlay, events, onDragStart } = props;
  const { t } = useTranslation("gallery");
  const press = useLongPress(selected === null ? null : () => events.toggle(index));
  return (
    <div
      role="gridcell"
      className={styles.tile}
      data-index={index}
      aria-colindex={column + 1}
      aria-selected={selected ?? undefined}
      aria-label={picture ? (label ?? picture.name) : t("loading")}
      aria-busy={picture ? undefined : true}
      tabIndex={current ? 0 : -1}
      onClick={(event) => {
        if (!press.wasLong()) events.click(index, event);
      }}
      onKeyDown={(event) => events.key(index, event)}
      onFocus={() => events.focus(index)}
      draggable={onDragStart ? true : undefined}
      onDragStart={onDragStart && ((event) => onDragStart(index, event))}
      {...press.handlers}
    >
      {picture ? (image ?? <Thumbnail picture={picture} size={thumbnailFor(side, picture, window.devicePixelRatio)} />) : null}
      {picture && overlay ? <div className={styles.overlay}>{overlay}</div> : null}
      {picture && selected !== null ? (
        <button
          type="button"
          className={styles.check}
          tabIndex={-1}
          aria-label={t("select", { name: picture.name })}
          aria-pressed={selected}
          onClick={(event) => {
            event.stopPropagation();
            if (event.shiftKey) events.click(index, event);
            else events.toggle(index);
          }}
        >
          <span>
            <CheckIcon />
          </span>
        </button>
      ) : null}
    </div>
  );
});
