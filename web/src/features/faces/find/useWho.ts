import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { GivenPicture } from "@/api/classify";
import type { FaceSearch } from "@/api/faces";
import { peopleStatusQuery, whoQuery } from "@/api/people";
import type { FaceSearchReply } from "@/api/types";

export interface WhoAnswer {
  /** Somebody has a name, so there is something to ask. */
  possible: boolean;
  asked: boolean;
  ask(): void;
  reply: FaceSearchReply | undefined;
  /** An answer, or a newer one, is on its way. */
  waiting: boolean;
  error: unknown;
  retry(): void;
}

/** Who is in a picture: nobody is looked for before the person at the screen asks, and for another picture they must ask again. */
export function useWho(given: GivenPicture, search: FaceSearch): WhoAnswer {
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const asked = askedFor === given.key;
  const possible = (useQuery(peopleStatusQuery).data?.named ?? 0) > 0;
  const { data, error, refetch, isFetching } = useQuery({ ...whoQuery(given, search), enabled: asked });
  return {
    possible,
    asked,
    ask: () => setAskedFor(given.key),
    // An answer of an earlier visit is not shown unasked either.
    reply: asked ? data : undefined,
    waiting: isFetching,
    error: asked ? error : null,
    retry: () => void refetch(),
  };
}
