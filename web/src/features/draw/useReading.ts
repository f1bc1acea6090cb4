import { useCallback, useRef, useState } from "react";

import { readDigits } from "@/api/digits";
import type { DigitsReply } from "@/api/types";
import { useLatest } from "@/api/useLatest";
import type { Snapshot } from "@/components/board/snapshot";
import { inOrder } from "@/components/networks/series";

/** An answer together with the very picture that was asked about: looking inside must use the same one. */
export interface Reading {
  reply: DigitsReply;
  picture: Blob;
  frame: Snapshot["frame"];
}

async function read(snapshot: Snapshot, signal: AbortSignal): Promise<Reading> {
  const picture = await snapshot.picture();
  const reply = await readDigits(picture, signal);
  return { reply: { ...reply, models: inOrder(reply.models, (each) => each.model) }, picture, frame: snapshot.frame };
}

/** Asks again with every change of the board, as fast as the server answers and no faster. */
export function useReading() {
  const { answer, error, busy, ask, reset } = useLatest(read);
  const [isEmpty, setIsEmpty] = useState(true);
  const newest = useRef<Snapshot | null>(null);

  const follow = useCallback(
    (snapshot: Snapshot) => {
      newest.current = snapshot;
      setIsEmpty(snapshot.isEmpty);
      if (snapshot.isEmpty) reset();
      else ask(snapshot);
    },
    [ask, reset],
  );
  const retry = useCallback(() => {
    if (newest.current && !newest.current.isEmpty) ask(newest.current);
  }, [ask]);

  return { reading: error ? null : answer, error, busy, isEmpty, follow, retry };
}
