/** Where the tiles of a grid lie, and where a key leads. Nothing here knows the page. */

export type TileSize = "small" | "medium" | "large";

/** Wished width of a tile in px, and how many stand side by side at least: on a phone a large tile is half the screen. */
const TILES: Record<TileSize, { wished: number; fewest: number }> = {
  small: { wished: 104, fewest: 4 },
  medium: { wished: 172, fewest: 3 },
  large: { wished: 272, fewest: 2 },
};

export interface GridLayout {
  columns: number;
  /** Side of a tile in px. */
  tile: number;
}

export function layoutFor(width: number, size: TileSize, gap: number): GridLayout {
  const { wished, fewest } = TILES[size];
  const columns = Math.max(fewest, Math.floor((width + gap) / (wished + gap)));
  return { columns, tile: Math.max(1, (width - gap * (columns - 1)) / columns) };
}

export const rowsOf = (total: number, columns: number) => Math.ceil(total / columns);

export interface Grid {
  total: number;
  columns: number;
  /** How many rows are in sight, for Page Up and Page Down. */
  page: number;
}

/** How far each key leads from a tile; null: the key does not move. */
function step(key: string, whole: boolean, index: number, { total, columns, page }: Grid): number | null {
  const column = index % columns;
  switch (key) {
    case "ArrowLeft":
      return -1;
    case "ArrowRight":
      return 1;
    case "ArrowUp":
      return -columns;
    case "ArrowDown":
      return columns;
    case "PageUp":
      return -columns * page;
    case "PageDown":
      return columns * page;
    case "Home":
      return whole ? -index : -column;
    case "End":
      return whole ? total - 1 - index : columns - 1 - column;
    default:
      return null;
  }
}

const isVertical = (key: string) => key === "ArrowUp" || key === "ArrowDown";
const isPaging = (key: string) => key === "PageUp" || key === "PageDown";

/** The tile that a key leads to, or null where it leads nowhere. `whole`: Ctrl or ⌘ is held. */
export function moved(key: string, whole: boolean, index: number, grid: Grid): number | null {
  const by = step(key, whole, index, grid);
  if (by === null || grid.total === 0) return null;
  const last = grid.total - 1;
  const next = index + by;
  if (next >= 0 && next <= last) return next;
  // Below the last row's end there is still that row, if one is not in it already.
  if (isVertical(key) || isPaging(key)) {
    const column = index % grid.columns;
    if (next < 0) return isPaging(key) ? column : index;
    const lastRow = Math.floor(last / grid.columns);
    return Math.floor(index / grid.columns) === lastRow ? index : Math.min(lastRow * grid.columns + column, last);
  }
  return Math.min(Math.max(next, 0), last);
}

/** The pages, by number, in which the tiles from `from` to `to` (both included) lie. */
export function pagesBetween(from: number, to: number, size: number): number[] {
  if (to < from) return [];
  const first = Math.floor(Math.max(0, from) / size);
  const last = Math.floor(to / size);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

const SIZES = [128, 256, 512] as const;

/** The smallest picture that fills a square of `side` CSS px sharply enough; a long picture needs a larger one. */
export function thumbnailFor(side: number, picture: { width: number; height: number }, density: number): (typeof SIZES)[number] {
  const long = Math.max(picture.width, picture.height) / Math.max(1, Math.min(picture.width, picture.height));
  // Some pixels too few are hardly seen on a dense screen, and save half of the bytes.
  const wanted = (side * Math.min(density, 2) * Math.min(long, 2)) / (density > 1 ? 1.35 : 1.1);
  return SIZES.find((size) => size >= wanted) ?? 512;
}
