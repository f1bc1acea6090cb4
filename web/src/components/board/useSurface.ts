import { type RefObject, useEffect } from "react";

import type { BoardModel } from "./model";
import { type Surface, surfaceOn } from "./surface";

const inkOf = (canvas: HTMLCanvasElement) => getComputedStyle(canvas).color;

/** Ink changes with the theme, and when a picture makes the board white. */
function followInk(canvas: HTMLCanvasElement, surface: Surface): () => void {
  const update = () => surface.setInk(inkOf(canvas));
  const observer = new MutationObserver(update);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  observer.observe(canvas, { attributes: true, attributeFilter: ["data-picture"] });
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", update);
  update();
  return () => {
    observer.disconnect();
    scheme.removeEventListener("change", update);
  };
}

/** Another pixel ratio (zoom, second screen) comes without a resize of the element. */
function followSize(canvas: HTMLCanvasElement, board: BoardModel): () => void {
  const update = () => {
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width > 0 && height > 0) board.resize({ width, height }, window.devicePixelRatio || 1);
  };
  const observer = new ResizeObserver(update);
  observer.observe(canvas);
  window.addEventListener("resize", update);
  return () => {
    observer.disconnect();
    window.removeEventListener("resize", update);
  };
}

export function useSurface(canvasRef: RefObject<HTMLCanvasElement | null>, board: BoardModel): void {
  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    const surface = surfaceOn(canvas);
    board.showOn(surface);
    const leaveSize = followSize(canvas, board);
    const leaveInk = followInk(canvas, surface);
    return () => {
      leaveInk();
      leaveSize();
      board.showOn(null);
      surface.dispose();
    };
  }, [canvasRef, board]);
}
