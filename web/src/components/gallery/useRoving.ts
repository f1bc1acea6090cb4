import { type KeyboardEvent, type MouseEvent, type RefObject, useCallback, useEffect, useMemo, useRef } from "react";

import { moved } from "./grid";
import type { TileEvents } from "./Tile";
import type { GridSelection } from "./useSelection";

interface Roving {
  grid: RefObject<HTMLElement | null>;
  total: number;
  columns: number;
  page: number;
  pictureAt(index: number): { id: number } | undefined;
  selection?: GridSelection;
  onOpen(index: number): void;
  setCurrent(index: number): void;
  scrollTo(index: number): void;
}

const isWhole = (event: { ctrlKey: boolean; metaKey: boolean }) => event.ctrlKey || event.metaKey;

function select({ selection, pictureAt }: Roving, index: number): void {
  const picture = pictureAt(index);
  if (picture) selection?.toggle(index, picture.id);
}

function click(roving: Roving, index: number, event: MouseEvent): void {
  const { selection, onOpen, pictureAt } = roving;
  if (!pictureAt(index)) return;
  if (selection && event.shiftKey) selection.extend(index);
  else if (selection && (selection.selecting || isWhole(event))) select(roving, index);
  else onOpen(index);
}

/** Does what a key asks for; returns the tile that gets the focus, or null. False: the key is not ours. */
function press(roving: Roving, index: number, event: KeyboardEvent): number | null | false {
  const { selection } = roving;
  if (event.altKey) return false;
  if (event.key === "Enter") {
    if (roving.pictureAt(index)) roving.onOpen(index);
    return null;
  }
  if (event.key === " ") {
    if (event.shiftKey) selection?.extend(index);
    else select(roving, index);
    return null;
  }
  const next = moved(event.key, isWhole(event), index, roving);
  if (next === null) return false;
  if (event.shiftKey && selection) selection.extend(next, index);
  return next;
}

/** One tile is in the tab order; keys move from tile to tile, and select. The events stay the same, so that tiles need not render again. */
export function useRoving(roving: Roving): { events: TileEvents; focus(index: number): void } {
  const latest = useRef(roving);
  useEffect(() => {
    latest.current = roving;
  });

  const focus = useCallback((index: number) => {
    const { grid, setCurrent, scrollTo } = latest.current;
    setCurrent(index);
    scrollTo(index);
    // At once where it can be: the next key may come before the next frame. Else the tile has to be rendered first.
    let tries = 20;
    const attempt = () => {
      const tile = grid.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
      if (tile) tile.focus({ preventScroll: true });
      else if (tries-- > 0) requestAnimationFrame(attempt);
    };
    attempt();
  }, []);

  const events = useMemo<TileEvents>(
    () => ({
      click: (index, event) => click(latest.current, index, event),
      focus: (index) => latest.current.setCurrent(index),
      toggle: (index) => select(latest.current, index),
      key: (index, event) => {
        if (event.target !== event.currentTarget) return;
        const next = press(latest.current, index, event);
        if (next === false) return;
        event.preventDefault();
        if (next !== null) focus(next);
      },
    }),
    [focus],
  );
  return { events, focus };
}
