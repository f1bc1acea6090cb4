import type { DetectReply } from "@/api/types";
import { pointsOf } from "@/components/faces/geometry";
import { fullPicture } from "@/components/given/fullPicture";

const LINE = 1 / 260; // share of the picture's longer side
const TEXT = 6.5; // lines

/** The picture in full size with boxes, landmarks and numbers, as PNG. */
export async function annotated(urls: readonly string[], { faces, width, height }: DetectReply, square: boolean): Promise<Blob> {
  const full = await fullPicture(urls);
  const canvas = new OffscreenCanvas(full.width, full.height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("The browser lends no canvas.");
  context.drawImage(full.picture, 0, 0, full.width, full.height);
  context.scale(full.width / width, full.height / height); // from here on in the picture's own px
  const line = Math.max(1, Math.max(width, height) * LINE);
  context.font = `600 ${line * TEXT}px sans-serif`;
  context.lineJoin = "round";
  faces.forEach(({ box, square: wide, landmarks }, index) => {
    const { x1, y1, x2, y2 } = square ? wide : box;
    for (const [style, thick] of [["#0b0c0e99", line * 2], ["#ffffff", line]] as const) {
      context.strokeStyle = style;
      context.fillStyle = style;
      context.lineWidth = thick;
      context.strokeRect(x1, y1, x2 - x1, y2 - y1);
      for (const { x, y } of pointsOf(landmarks)) {
        context.beginPath();
        context.arc(x, y, 0.9 * thick, 0, 2 * Math.PI);
        context.fill();
      }
    }
    if (faces.length < 2) return;
    const foot = Math.max(y1 - line * 2, line * TEXT);
    context.strokeStyle = "#0b0c0ecc";
    context.strokeText(String(index + 1), x1, foot);
    context.fillStyle = "#ffffff";
    context.fillText(String(index + 1), x1, foot);
  });
  return canvas.convertToBlob({ type: "image/png" });
}
