import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";

import type { Picture } from "@/api/types";

import styles from "./gallery.module.css";
import { layoutFor, rowsOf, type TileSize } from "./grid";
import { Tile } from "./Tile";
import { useGridFrame } from "./useGridFrame";
import { useRoving } from "./useRoving";
import type { GridSelection } from "./useSelection";
import { withRow } from "./visibleRows";

import "./messages";

export interface GridHandle {
  /** Scrolls to a tile and gives it the focus. */
  focus(index: number): void;
}

export interface PictureGridProps {
  /** What the grid is called, for screen readers. */
  label: string;
  total: number;
  /** The picture at a place, or undefined while it is on its way. */
  pictureAt(index: number): Picture | undefined;
  onOpen(index: number): void;
  /** Tells which tiles are rendered now (both included), so that their pictures can be asked for. */
  onRange?(from: number, to: number): void;
  size?: TileSize;
  selection?: GridSelection;
  /** Over a tile, such as a score; it takes no clicks. */
  overlay?(picture: Picture, index: number): ReactNode;
  /** Said for a tile instead of its name, such as name and score. */
  labelOf?(picture: Picture, index: number): string;
  /** Px at the window's edges under which a tile would be hidden, by bars that stick there. */
  covered?: { top: number; bottom: number };
  handle?: Ref<GridHandle>;
}

const GAP = 6;
const UNCOVERED = { top: 12, bottom: 12 };

/** Any number of pictures as square tiles: only the rows in sight exist, and the window scrolls. */
export function PictureGrid(props: PictureGridProps) {
  const { label, total, pictureAt, onRange, size = "medium", selection, covered = UNCOVERED } = props;
  const grid = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const { width, top } = useGridFrame(grid);
  const { columns, tile } = layoutFor(width, size, GAP);
  const rows = rowsOf(total, columns);
  const focused = Math.min(current, Math.max(0, total - 1));
  const virtual = useWindowVirtualizer({
    count: width > 0 ? rows : 0,
    estimateSize: () => tile + GAP,
    overscan: 3,
    scrollMargin: top,
    scrollPaddingStart: covered.top,
    scrollPaddingEnd: covered.bottom,
    rangeExtractor: (range) => withRow(range, Math.floor(focused / columns)),
    useFlushSync: false,
  });
  // Rows are measured once; another width needs another height.
  useEffect(() => virtual.measure(), [virtual, tile]);

  const page = Math.max(1, Math.floor(window.innerHeight / (tile + GAP)) - 1);
  const scrollTo = (index: number) => virtual.scrollToIndex(Math.floor(index / columns), { align: "auto" });
  const { events, focus } = useRoving({ ...props, grid, columns, page, setCurrent, scrollTo });
  useImperativeHandle(props.handle, () => ({ focus }), [focus]);

  const range = virtual.range;
  const from = (range?.startIndex ?? 0) * columns;
  const to = Math.min(total, ((range?.endIndex ?? -1) + 1) * columns) - 1;
  useEffect(() => {
    if (to >= from) onRange?.(from, to);
  }, [from, to, onRange]);

  const tileAt = (index: number, column: number) => {
    const picture = pictureAt(index);
    return (
      <Tile
        key={index}
        picture={picture}
        index={index}
        column={column}
        side={tile}
        current={index === focused}
        selected={selection && picture ? selection.chosen.has(picture.id) : null}
        label={picture && props.labelOf?.(picture, index)}
        overlay={picture && props.overlay?.(picture, index)}
        events={events}
      />
    );
  };
  return (
    <div
      ref={grid}
      role="grid"
      aria-label={label}
      aria-rowcount={rows}
      aria-colcount={columns}
      aria-multiselectable={selection ? true : undefined}
      className={styles.grid}
      data-selecting={selection?.selecting || undefined}
      style={{ height: Math.max(0, virtual.getTotalSize() - GAP), "--tile": `${tile}px`, "--gap": `${GAP}px` }}
    >
      {virtual.getVirtualItems().map((row) => (
        <div
          key={row.key}
          role="row"
          aria-rowindex={row.index + 1}
          className={styles.row}
          style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, transform: `translateY(${row.start - top}px)` }}
        >
          {Array.from({ length: Math.min(columns, total - row.index * columns) }, (_, column) =>
            tileAt(row.index * columns + column, column),
          )}
        </div>
      ))}
    </div>
  );
}
