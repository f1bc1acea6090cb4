import { useMemo } from "react";

import { pictureTerm, withTerm } from "../query";
import { asking, type QueryUrl } from "../useQueryUrl";

export interface HitActions {
  /** A new search from this picture; the options stay, the board closes. */
  alike(id: number): void;
  /** +1: more like this one too. −1: less like this one. */
  add(id: number, weight: number): void;
  why(id: number): void;
}

export function useHitActions({ go }: QueryUrl): HitActions {
  return useMemo(
    () => ({
      alike(id) {
        go({ ...asking([pictureTerm(id)]), drawing: false });
        window.scrollTo({ top: 0 });
      },
      add: (id, weight) => go(({ terms }) => asking(withTerm(terms, pictureTerm(id, weight)))),
      why: (id) => go({ why: id }),
    }),
    [go],
  );
}
