/**
 * Sizes and rectangles of the board. Strokes live in page units: the page is 1000 wide whatever the screen, so a
 * drawing survives a resize, a rotation and another pixel ratio.
 */

export interface Size {
  width: number;
  height: number;
}

export interface Rect extends Size {
  x: number;
  y: number;
}

export interface Point {
  x: number;
  y: number;
}

export const PAGE_WIDTH = 1000;

export const pageFor = (element: Size): Size => ({
  width: PAGE_WIDTH,
  height: element.width > 0 ? (PAGE_WIDTH * element.height) / element.width : PAGE_WIDTH,
});

/** The part of the plane that the element shows: the whole page, widened on one side to the element's aspect. */
export function viewOf(page: Size, element: Size): Rect {
  if (element.width <= 0 || element.height <= 0) return { x: 0, y: 0, ...page };
  const scale = Math.min(element.width / page.width, element.height / page.height);
  const width = element.width / scale;
  const height = element.height / scale;
  return { x: (page.width - width) / 2, y: (page.height - height) / 2, width, height };
}

/** The largest rectangle of the picture's aspect, centred in the page. */
export function contain(picture: Size, page: Size): Rect {
  const scale = Math.min(page.width / picture.width, page.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { x: (page.width - width) / 2, y: (page.height - height) / 2, width, height };
}

/** Where a rectangle of page units lies in the view, each side as a fraction of the view. */
export const fractionOf = (rect: Rect, view: Rect): Rect => ({
  x: (rect.x - view.x) / view.width,
  y: (rect.y - view.y) / view.height,
  width: rect.width / view.width,
  height: rect.height / view.height,
});

export const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

export const keepInside = (point: Point, view: Rect): Point => ({
  x: clamp(point.x, view.x, view.x + view.width),
  y: clamp(point.y, view.y, view.y + view.height),
});
