import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { ModelCard, SketchLook } from "@/api/types";

export interface Naming {
  category(category: string): string;
  /** Such as "Drawing: alarm clock". */
  point(place: number): string;
}

const plain = (word: string) => word.replaceAll("_", " ").toLowerCase();

/** Categories in the language of the page: the card knows those it learned, the messages a few more. */
export function useCategoryNames(look: SketchLook | null, card: ModelCard | undefined): Naming {
  const { t, i18n } = useTranslation("lab");
  const chinese = i18n.language.startsWith("zh");
  return useMemo(() => {
    const known = new Map<string, string>();
    if (chinese && card) card.labels.forEach((label, index) => known.set(plain(label), card.labels_zh[index] ?? plain(label)));
    const category = (word: string) => known.get(plain(word)) ?? t(`sketch.categories.${plain(word)}`, { defaultValue: plain(word) });
    const point = (place: number) => {
      const told = look?.points[place];
      return told ? t(`sketch.kinds.${told.kind}`, { what: category(told.category) }) : "";
    };
    return { category, point };
  }, [look, card, chinese, t]);
}
