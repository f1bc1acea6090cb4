import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { readMarks, type Task } from "@/api/marks";
import type { MarksReply } from "@/api/types";
import { useLatest } from "@/api/useLatest";
import type { Snapshot } from "@/components/board/snapshot";
import { inOrder } from "@/components/networks/series";

/** An answer together with the very picture that was asked about: looking inside must use the same one. */
export interface Reading {
  task: Task;
  reply: MarksReply;
  picture: Blob;
  frame: Snapshot["frame"];
}

const readAs =
  (task: Task) =>
  async (snapshot: Snapshot, signal: AbortSignal): Promise<Reading> => {
    const picture = await snapshot.picture();
    const reply = await readMarks(task, picture, signal);
    return { task, reply: { ...reply, models: inOrder(reply.models, (each) => each.model) }, picture, frame: snapshot.frame };
  };

/** Asks again with every change of the board or of the task, as fast as the server answers and no faster. */
export function useReading(task: Task) {
  const read = useMemo(() => readAs(task), [task]);
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
  useEffect(retry, [read, retry]);

  const reading = !error && answer?.task === task ? answer : null;
  return { reading, error, busy, isEmpty, follow, retry };
}
