import { useMutation } from "@tanstack/react-query";
import { useCallback } from "react";

import { keepPicture } from "@/api/search";

import { MOST_TERMS, type QueryTerm, uploadTerm, withTerm } from "./query";
import { asking, type QueryUrl } from "./useQueryUrl";

interface Incoming {
  files: readonly File[];
  /** Beside what is there already, instead of in its place. */
  add: boolean;
}

const keep = async ({ files }: Incoming): Promise<QueryTerm[]> => {
  const kept = await Promise.all(files.slice(0, MOST_TERMS).map((file) => keepPicture(file)));
  return kept.map(({ upload }) => uploadTerm(upload));
};

/** Pictures that come from outside: each is left with the server, and its token becomes part of the search. */
export function useIntake({ go }: QueryUrl) {
  const { mutate, isPending, error, variables } = useMutation({
    mutationFn: keep,
    onSuccess: (terms, { add }) => go((query) => asking(terms.reduce(withTerm, add ? [...query.terms] : []))),
  });
  const take = useCallback(
    (files: readonly File[], add: boolean) => {
      if (files.length > 0) mutate({ files, add });
    },
    [mutate],
  );
  return {
    take,
    waiting: isPending ? (variables?.files.length ?? 0) : 0,
    error,
  };
}

export type Intake = ReturnType<typeof useIntake>;
