import { useTranslation } from "react-i18next";

import { Boxes } from "@/components/boxes/Boxes";

import type { Reading } from "./useReading";
import { useRested } from "./useRested";

/** Longer than a hand takes from one stroke of a letter to the next: the bars of an E begin where the label stands. */
const REST_MS = 1500;

interface GlyphBoxesProps {
  reading: Reading;
  chosen: number;
  onChoose(glyph: number): void;
}

/** Every mark of the drawing in its frame. The networks share the segmentation; the last one listed names the marks. */
export function GlyphBoxes({ reading, chosen, onChoose }: GlyphBoxesProps) {
  const { t } = useTranslation("draw");
  const rested = useRested(reading, REST_MS);
  const { reply, frame } = reading;
  const glyphs = reply.models.at(-1)?.glyphs ?? [];
  const boxes = glyphs.map(({ box, label, accepted }, index) => ({
    box,
    label: accepted ? label : "?",
    description: t("mark", { number: index + 1, reading: accepted ? label : "?" }),
  }));
  return <Boxes boxes={boxes} width={reply.width} height={reply.height} frame={frame} chosen={chosen} pressable={rested} onChoose={onChoose} />;
}
