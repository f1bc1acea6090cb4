import type { CSSProperties } from "react";

import type { Box } from "@/api/types";

/** Places an image so that a region of it fills a square, as far as the region reaches; all in shares of the square. */
export function cropOf(box: Box, width: number, height: number): CSSProperties {
  const side = Math.min(box.x2 - box.x1, box.y2 - box.y1);
  const percent = (px: number) => `${(100 * px) / side}%`;
  return {
    position: "absolute",
    width: percent(width),
    height: percent(height),
    maxWidth: "none",
    left: percent(side / 2 - (box.x1 + box.x2) / 2),
    top: percent(side / 2 - (box.y1 + box.y2) / 2),
  };
}
