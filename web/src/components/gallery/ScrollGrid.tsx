import { useVirtualizer } from "@tanstack/react-virtual";
import { type DragEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";

import styles from "./gallery.module.css";
import { rowsOf } from "./grid";
import { Tile } from "./Tile";
import { useRoving } from "./useRoving";
import type { GridSelection } from "./useSelection";
import { withRow } from "./visibleRows";

import "./messages";

export interface GridItem {
  id: number;
  name: string;
  width: number;
  height: number;
}

interface ScrollGridProps<Item extends GridItem> {
  label: string;
  total: number;
  itemAt(index: number): Item | undefined;
  onRange(from: number, to: number): void;
  selection: GridSelection;
  /** The small picture of an item; the library's own when absent. */
  image?(item: Item): ReactNode;
  overlay?(item: Item): ReactNode;
  /** Wished side of a tile in px. */
  wished?: number;
  onDragStart?(item: Item, event: DragEvent): void;
}

const GAP = 4;

/** Any number of small pictures in a frame that scrolls by itself; a click selects. Only the rows in sight exist. */
export function ScrollGrid<Item extends GridItem>(props: ScrollGridProps<Item>) {
  const { label, total, itemAt, onRange, selection, wished = 76 } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [current, setCurrent] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const columns = Math.max(3, Math.floor((width + GAP) / (wished + GAP)));
  const tile = Math.max(1, (width - GAP * (columns - 1)) / columns);
  const rows = rowsOf(total, columns);
  const focused = Math.min(current, Math.max(0, total - 1));
  // eslint-disable-next-line react-hooks/incompatible-library -- its answers are used here only
  const virtual = useVirtualizer({
    count: width > 0 ? rows : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => tile + GAP,
    overscan: 2,
    rangeExtractor: (range) => withRow(range, Math.floor(focused / columns)),
    useFlushSync: false,
  });
  useEffect(() => virtual.measure(), [virtual, tile]);
  const select = (index: number) => {
    const item = itemAt(index);
    if (item) selection.toggle(index, item.id);
  };
  const scrollTo = (index: number) => virtual.scrollToIndex(Math.floor(index / columns), { align: "auto" });
  const { events } = useRoving({ grid: frame, total, columns, page: 3, pictureAt: itemAt, selection, onOpen: select, setCurrent, scrollTo });
  const range = virtual.range;
  const from = (range?.startIndex ?? 0) * columns;
  const to = Math.min(total, ((range?.endIndex ?? -1) + 1) * columns) - 1;
  useEffect(() => {
    if (to >= from) onRange(from, to);
  }, [from, to, onRange]);
  const drag = (index: number, event: DragEvent) => {
    const item = itemAt(index);
    if (item) props.onDragStart?.(item, event);
  };
  const tileAt = (index: number, column: number) => {
    const item = itemAt(index);
    return (
      <Tile
        key={index}
        picture={item}
        image={item && props.image?.(item)}
        index={index}
        column={column}
        side={tile}
        current={index === focused}
        selected={item ? selection.chosen.has(item.id) : null}
        overlay={item && props.overlay?.(item)}
        events={events}
        onDragStart={props.onDragStart ? drag : undefined}
      />
    );
  };
  return (
    <div ref={frame} className={styles.scroll}>
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={rows}
        aria-colcount={columns}
        aria-multiselectable
        className={styles.grid}
        data-selecting={selection.selecting || undefined}
        style={{ height: Math.max(0, virtual.getTotalSize() - GAP), "--tile": `${tile}px`, "--gap": `${GAP}px` }}
      >
        {virtual.getVirtualItems().map((row) => (
          <div
            key={row.key}
            role="row"
            aria-rowindex={row.index + 1}
            className={styles.row}
            style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, transform: `translateY(${row.start}px)` }}
          >
            {Array.from({ length: Math.min(columns, total - row.index * columns) }, (_, column) => tileAt(row.index * columns + column, column))}
          </div>
        ))}
      </div>
    </div>
  );
}
