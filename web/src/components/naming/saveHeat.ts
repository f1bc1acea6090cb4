import { saveAs } from "../board/intake";
import { fullPicture } from "../given/fullPicture";
import { type Cells, heatPixels } from "./heat";

/** Saves the picture in full size under its heat map. Of several URLs the first that can be shown counts. */
export async function saveHeat(urls: readonly string[], cells: Cells, opacity: number, name: string): Promise<void> {
  const { picture, width, height } = await fullPicture(urls);
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
