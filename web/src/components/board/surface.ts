import { type Rect, type Size, viewOf } from "./geometry";
import type { Drawing } from "./history";
import { contextOf, inkLayer, paintBackground, paintStroke, showView } from "./paint";
import type { Stroke } from "./strokes";

export interface Surface {
  fit(element: Size, pixelRatio: number): void;
  show(drawing: Drawing, page: Size): void;
  /** The stroke under the hand; null once it is part of the drawing. */
  follow(stroke: Stroke | null): void;
  setInk(colour: string): void;
  dispose(): void;
}

interface Scene {
  element: Size;
  drawing: Drawing;
  page: Size;
  live: Stroke | null;
  ink: string;
}

/**
 * Paints the board at most once per frame. Finished strokes are kept as pixels, so a long drawing costs no more per
 * frame than a short one.
 */
export function surfaceOn(canvas: HTMLCanvasElement): Surface {
  const context = contextOf(canvas);
  const blank: Drawing = { strokes: [], background: null };
  const scene: Scene = { element: { width: 0, height: 0 }, drawing: blank, page: { width: 1, height: 1 }, live: null, ink: "#000" };
  let finished: HTMLCanvasElement | null = null;
  let frame = 0;

  const view = (): Rect => viewOf(scene.page, scene.element);

  function finishedInk(): HTMLCanvasElement {
    finished ??= inkLayer(scene.drawing.strokes, canvas, view(), scene.ink);
    return finished;
  }

  function paint(): void {
    frame = 0;
    if (canvas.width === 0) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(finishedInk(), 0, 0);
    showView(context, view());
    if (scene.live) paintStroke(context, scene.live, scene.ink);
    if (scene.drawing.background) {
      context.globalCompositeOperation = "destination-over";
      paintBackground(context, scene.drawing.background, scene.page);
      context.globalCompositeOperation = "source-over";
    }
  }

  function repaint(change: Partial<Scene>, ink: "same ink" | "new ink"): void {
    Object.assign(scene, change);
    if (ink === "new ink") finished = null;
    frame ||= requestAnimationFrame(paint);
  }

  return {
    fit(element, pixelRatio) {
      canvas.width = Math.round(element.width * pixelRatio);
      canvas.height = Math.round(element.height * pixelRatio);
      repaint({ element }, "new ink");
    },
    show: (drawing, page) => repaint({ drawing, page }, "new ink"),
    follow: (live) => repaint({ live }, "same ink"),
    setInk: (ink) => repaint({ ink }, "new ink"),
    dispose: () => cancelAnimationFrame(frame),
  };
}
