import type { Size } from "@/components/board/geometry";
import type { Drawing } from "@/components/board/history";
import type { Stroke } from "@/components/board/strokes";

/**
 * The strokes behind the tokens of a link, so that a drawing can be drawn further and not only looked at. They live
 * as long as the browser's tab; whoever gets the link elsewhere gets the picture and draws on that.
 */

export interface KeptDrawing {
  drawing: Drawing;
  page: Size;
}

const PREFIX = "mindseye.drawing.";
const MOST = 12;

const known = new Map<string, KeptDrawing>();

/** A tenth of a page unit is a tenth of a pixel: finer places only cost room. */
const rounded = (value: number) => Math.round(value * 10) / 10;

export function pack({ drawing, page }: KeptDrawing): string | null {
  if (drawing.background) return null;
  const strokes = drawing.strokes.map(({ tool, size, pressed, points }) => ({
    tool,
    size,
    pressed,
    points: points.flatMap(({ x, y, pressure }) => [rounded(x), rounded(y), Math.round(pressure * 100) / 100]),
  }));
  return JSON.stringify({ page, strokes });
}

interface Packed {
  page: Size;
  strokes: (Omit<Stroke, "points"> & { points: number[] })[];
}

export function unpack(text: string): KeptDrawing | null {
  try {
    const { page, strokes } = JSON.parse(text) as Packed;
    const placesOf = (flat: readonly number[]) =>
      Array.from({ length: Math.floor(flat.length / 3) }, (_, i) => ({ x: flat[3 * i] ?? 0, y: flat[3 * i + 1] ?? 0, pressure: flat[3 * i + 2] ?? 0.5 }));
    const drawing = { strokes: strokes.map((stroke) => ({ ...stroke, points: placesOf(stroke.points) })), background: null };
    return { drawing, page: { width: page.width, height: page.height } };
  } catch {
    return null;
  }
}

/** The oldest go first: what one draws now is what one will want to go on with. */
function makeRoom(storage: Storage): void {
  const tokens = (storage.getItem(`${PREFIX}order`) ?? "").split(" ").filter(Boolean);
  for (const token of tokens.splice(0, Math.max(0, tokens.length - MOST))) storage.removeItem(PREFIX + token);
  storage.setItem(`${PREFIX}order`, tokens.join(" "));
}

export function keepDrawing(token: string, kept: KeptDrawing): void {
  known.set(token, kept);
  const text = pack(kept);
  if (text === null) return;
  try {
    const order = (sessionStorage.getItem(`${PREFIX}order`) ?? "").split(" ").filter((each) => each && each !== token);
    sessionStorage.setItem(`${PREFIX}order`, [...order, token].join(" "));
    makeRoom(sessionStorage);
    sessionStorage.setItem(PREFIX + token, text);
  } catch {
    // Storage may be full or forbidden; then the strokes last as long as the page.
  }
}

export function keptDrawing(token: string): KeptDrawing | null {
  const here = known.get(token);
  if (here) return here;
  try {
    const text = sessionStorage.getItem(PREFIX + token);
    return text === null ? null : unpack(text);
  } catch {
    return null;
  }
}
