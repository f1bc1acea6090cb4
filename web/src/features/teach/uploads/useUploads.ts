import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";

import { lessonKey, TEACH } from "@/api/teach";

import type { Tally } from "./queue";
import { uploads } from "./uploads";

const REFRESH = 1200; // ms between two looks at the lesson while files arrive

/** What becomes of a lesson's files; what has arrived appears on the page. */
export function useUploads(lesson: string): Tally {
  const client = useQueryClient();
  const tally = useSyncExternalStore(uploads.subscribe, useCallback(() => uploads.tally(lesson), [lesson]));
  const refreshed = useRef({ at: 0, added: 0 });
  const { added, busy } = tally;
  useEffect(() => {
    const { at, added: known } = refreshed.current;
    if (added === known || (busy && Date.now() - at < REFRESH)) return;
    refreshed.current = { at: Date.now(), added };
    void client.invalidateQueries({ queryKey: lessonKey(lesson) });
    if (!busy) void client.invalidateQueries({ queryKey: TEACH });
  }, [client, lesson, added, busy]);
  return tally;
}
