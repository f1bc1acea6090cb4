import { contain, type Rect, type Size } from "./geometry";
import type { Background, Drawing } from "./history";
import { outlineOf, traceOutline, type Stroke } from "./strokes";

/** Longest side of what is sent: enough for any network here, and encoded within a few milliseconds. */
const EXPORT_SIDE = 800;
const EXPORT_INK = "#101014";

export function newCanvas({ width, height }: Size): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  return canvas;
}

export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser cannot paint on a canvas.");
  return context;
}

/** From here on the context is painted in page units. */
export function showView(context: CanvasRenderingContext2D, view: Rect): void {
  const scale = context.canvas.width / view.width;
  context.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
}

/** Strokes never change once drawn, and an outline costs more to find than to fill. */
const paths = new WeakMap<Stroke, Path2D>();

function pathOf(stroke: Stroke): Path2D {
  const known = paths.get(stroke);
  if (known) return known;
  const path = new Path2D();
  traceOutline(outlineOf(stroke), path);
  paths.set(stroke, path);
  return path;
}

export function paintStroke(context: CanvasRenderingContext2D, stroke: Stroke, ink: string): void {
  context.globalCompositeOperation = stroke.tool === "eraser" ? "destination-out" : "source-over";
  context.fillStyle = ink;
  context.fill(pathOf(stroke));
  context.globalCompositeOperation = "source-over";
}

export function placeOf(background: Background, page: Size): Rect | null {
  return background.bitmap ? contain(background.bitmap, page) : null;
}

export function paintBackground(context: CanvasRenderingContext2D, background: Background, page: Size): void {
  const place = placeOf(background, page);
  if (!place || !background.bitmap) return;
  context.imageSmoothingQuality = "high";
  context.drawImage(background.bitmap, place.x, place.y, place.width, place.height);
}

/** The ink alone, on its own layer, because the eraser takes ink away and must leave the picture below. */
export function inkLayer(strokes: readonly Stroke[], size: Size, view: Rect, ink: string): HTMLCanvasElement {
  const canvas = newCanvas(size);
  const context = contextOf(canvas);
  showView(context, view);
  strokes.forEach((stroke) => paintStroke(context, stroke, ink));
  return canvas;
}

/** Dark ink on white whatever the theme: that is how the networks learned to read. */
export function flatten(drawing: Drawing, page: Size, view: Rect): HTMLCanvasElement {
  const scale = EXPORT_SIDE / Math.max(view.width, view.height);
  const size = { width: view.width * scale, height: view.height * scale };
  const canvas = newCanvas(size);
  const context = contextOf(canvas);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  showView(context, view);
  if (drawing.background) paintBackground(context, drawing.background, page);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(inkLayer(drawing.strokes, size, view, EXPORT_INK), 0, 0);
  return canvas;
}

export function toPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The drawing could not be saved."))), "image/png"),
  );
}
