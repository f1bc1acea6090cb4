import styles from "./board.module.css";
import type { BoardState } from "./model";

/** The ring that the arrow keys lead, as wide as the brush; filled while the pen is down. */
export function KeyboardCursor({ state: { cursor, cursorDown, size, view } }: { state: BoardState }) {
  if (!cursor) return null;
  return (
    <span
      className={styles.cursor}
      data-down={cursorDown || undefined}
      aria-hidden="true"
      style={{
        left: `${((cursor.x - view.x) / view.width) * 100}%`,
        top: `${((cursor.y - view.y) / view.height) * 100}%`,
        width: `${(size / view.width) * 100}%`,
      }}
    />
  );
}
