import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import type { ModelCard } from "@/api/types";

import { type Family, NAMED } from "./families";

const LISTED = 3;

/** A model's labels in the language of the page, as far as its card has them. */
export function useLabels() {
  const { i18n } = useTranslation();
  const chinese = i18n.language.startsWith("zh");
  const all = useCallback(
    ({ labels, labels_zh }: ModelCard) => (chinese && labels_zh.length === labels.length ? labels_zh : labels),
    [chinese],
  );
  const one = useCallback((card: ModelCard, label: string) => all(card)[card.labels.indexOf(label)] ?? label, [all]);
  return { all, one };
}

/** What a family is called: by its own name, by its only model, or by its labels. */
export function useFamilyName() {
  const { t } = useTranslation("lab");
  const { all } = useLabels();
  return useCallback(
    ({ key, cards }: Family) => {
      const [first] = cards;
      if (NAMED.includes(key) || !first) return t(`families.${key}`);
      if (cards.length === 1) return first.title;
      const labels = all(first);
      return labels.slice(0, LISTED).join(", ") + (labels.length > LISTED ? " …" : "");
    },
    [all, t],
  );
}
