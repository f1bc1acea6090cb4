import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";

import { search } from "@/api/search";
import type { SearchJson, SearchReply } from "@/api/types";
import { useLatest } from "@/api/useLatest";

const HITS = ["search", "hits"] as const;

interface Answer {
  reply: SearchReply;
  key: string;
}

export interface Hits {
  reply: SearchReply | null;
  /** The reply belongs to an earlier question; the one to this is on its way, or failed. */
  stale: boolean;
  error: unknown;
  /** Asks again although the question is the same: the library has changed. */
  again(): void;
}

/** The newest answer, one request at a time; an answer of the last minute is not asked for again. */
export function useHits(body: SearchJson | null): Hits {
  const client = useQueryClient();
  const send = useCallback(
    async (question: SearchJson, signal: AbortSignal): Promise<Answer> => {
      const queryKey = [...HITS, question];
      const queryFn = () => search(question, signal);
      // A drawing in the making never comes again: remembering its answer would only cost room.
      const isLive = question.terms.some(({ image }) => image !== null);
      const reply = await (isLive ? queryFn() : client.fetchQuery({ queryKey, queryFn, staleTime: 60_000 }));
      return { reply, key: JSON.stringify(question) };
    },
    [client],
  );
  const { answer, error, busy, ask, reset } = useLatest(send);
  const key = body ? JSON.stringify(body) : "";
  useEffect(() => {
    if (key) ask(JSON.parse(key) as SearchJson);
    else reset();
  }, [key, ask, reset]);
  const again = useCallback(() => {
    client.removeQueries({ queryKey: HITS });
    if (key) ask(JSON.parse(key) as SearchJson);
  }, [client, key, ask]);
  return { reply: key ? (answer?.reply ?? null) : null, stale: answer?.key !== key, error: busy ? null : error, again };
}
