import { fractionOf, type Rect, type Size, viewOf } from "./geometry";
import { type Drawing, isBlank } from "./history";
import { flatten, placeOf, toPng } from "./paint";

/** The board at one moment. */
export interface Snapshot {
  isEmpty: boolean;
  /** A stroke is under the hand and not finished yet. */
  isLive: boolean;
  /** The same object as long as nothing is drawn or taken back, however the board is resized. */
  drawing: Drawing;
  /** The size, in page units, of the paper that the drawing was begun on. */
  page: Size;
  /** The part of the board that the picture covers, as fractions: boxes in picture pixels are laid over it. */
  frame: Rect;
  /** Dark ink on white as PNG, or the very bytes that somebody brought while nothing is drawn on them. */
  picture(): Promise<Blob>;
}

export const WHOLE: Rect = { x: 0, y: 0, width: 1, height: 1 };

export function snapshotOf(drawing: Drawing, page: Size, element: Size, isLive: boolean): Snapshot {
  const view = viewOf(page, element);
  const { background, strokes } = drawing;
  const untouched = background && strokes.length === 0 ? background : null;
  const place = untouched && placeOf(untouched, page);
  return {
    isEmpty: isBlank(drawing),
    isLive,
    drawing,
    page,
    frame: place ? fractionOf(place, view) : WHOLE,
    picture: () => (untouched ? Promise.resolve(untouched.file) : toPng(flatten(drawing, page, view))),
  };
}
