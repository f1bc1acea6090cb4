import { useQueries, useQuery } from "@tanstack/react-query";

import { cardQuery, modelsQuery } from "@/api/models";

import { familiesOf, isListed } from "./families";

/** All models that answer with labels, by family. */
export function useFamilies() {
  const list = useQuery(modelsQuery);
  const names = (list.data?.models ?? []).filter(({ task }) => isListed(task)).map(({ name }) => name);
  return useQueries({
    queries: names.map(cardQuery),
    combine: (cards) => ({
      families: familiesOf(cards.flatMap((card) => card.data ?? [])),
      error: list.error ?? cards.find((card) => card.error)?.error ?? null,
      loading: list.isPending || cards.some((card) => card.isPending),
      retry: () => {
        void list.refetch();
        cards.forEach((card) => void card.refetch());
      },
    }),
  });
}
