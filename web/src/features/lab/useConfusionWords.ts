import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import { useNumbers } from "@/components/ui/useNumbers";

export function useConfusionWords() {
  const { t } = useTranslation("lab");
  const { percent } = useNumbers();
  return useCallback(
    (truth: string, answer: string, count: number, share: number) =>
      t(truth === answer ? "confusion.right" : "confusion.wrong", { truth, answer, count, share: percent(share, 1) }),
    [t, percent],
  );
}
