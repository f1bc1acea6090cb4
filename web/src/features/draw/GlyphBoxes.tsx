import { useTranslation } from "react-i18next";

import { Boxes } from "@/components/boxes/Boxes";

import type { Reading } from "./useReading";

interface GlyphBoxesProps {
  reading: Reading;
  chosen: number;
  onChoose(glyph: number): void;
}

/** Every mark of the drawing in its frame. The networks share the segmentation; the last one listed names the marks. */
export function GlyphBoxes({ reading: { reply, frame }, chosen, onChoose }: GlyphBoxesProps) {
  const { t } = useTranslation("draw");
  const glyphs = reply.models.at(-1)?.glyphs ?? [];
  const boxes = glyphs.map(({ box, digit, accepted }, index) => ({
    box,
    label: accepted ? String(digit) : "?",
    description: t("mark", { number: index + 1, reading: accepted ? digit : "?" }),
  }));
  return <Boxes boxes={boxes} width={reply.width} height={reply.height} frame={frame} chosen={chosen} onChoose={onChoose} />;
}
