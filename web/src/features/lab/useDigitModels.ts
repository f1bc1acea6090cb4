import { useQueries, useQuery } from "@tanstack/react-query";

import { cardQuery, modelsQuery } from "@/api/models";
import { inOrder } from "@/components/networks/series";

/** The cards of all digit models, in the order of their story. */
export function useDigitModels() {
  const list = useQuery(modelsQuery);
  const names = (list.data?.models ?? []).filter((model) => model.task === "digits").map((model) => model.name);
  return useQueries({
    queries: inOrder(names, (name) => name).map(cardQuery),
    combine: (cards) => ({
      cards: cards.flatMap((card) => card.data ?? []),
      error: list.error ?? cards.find((card) => card.error)?.error ?? null,
      loading: list.isPending || cards.some((card) => card.isPending),
      retry: () => {
        void list.refetch();
        cards.forEach((card) => void card.refetch());
      },
    }),
  });
}
