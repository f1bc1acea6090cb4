import { saveAs } from "../board/intake";
import { type Cells, heatPixels } from "./heat";

async function loaded(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** Canvases have a limit, and so has patience. */
const LARGEST = 24_000_000; // px

/** Saves the picture in full size under its heat map. Of several URLs the first that can be shown counts. */
export async function saveHeat(urls: readonly string[], cells: Cells, opacity: number, name: string): Promise<void> {
  const picture = await urls.reduce<Promise<HTMLImageElement>>((found, url) => found.catch(() => loaded(url)), Promise.reject(new Error("No picture.")));
  const shrink = Math.min(1, Math.sqrt(LARGEST / (picture.naturalWidth * picture.naturalHeight)));
  const [width, height] = [picture.naturalWidth, picture.naturalHeight].map((side) => Math.max(1, Math.round(side * shrink))) as [number, number];
  const heat = new OffscreenCanvas(width, height);
  heat.getContext("2d")?.putImageData(new ImageData(heatPixels(cells, width, height), width, height), 0, 0);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = dimmed(opacity);
  context.drawImage(picture, 0, 0, width, height);
  context.globalAlpha = opacity;
  context.drawImage(heat, 0, 0);
  saveAs(await canvas.convertToBlob({ type: "image/png" }), name);
}

/** The photo steps back under the colours, so that they are seen on it. */
export const dimmed = (opacity: number) => 1 - 0.45 * opacity;
