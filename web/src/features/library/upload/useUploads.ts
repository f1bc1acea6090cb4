import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { LIBRARY, uploadPicture } from "@/api/library";

import { picked } from "@/components/files/dropped";
import { type Fate, fateOf, isOver, retried, type Upload, withFate } from "./uploads";

/** Two at once: one travels while the server reads the other. */
const AT_ONCE = 2;
const REFRESH = 1500; // ms between two looks at the gallery while files arrive

export interface Uploads {
  uploads: readonly Upload[];
  /** Left out: no pictures. */
  others: number;
  add(files: Iterable<File>): void;
  cancel(): void;
  retry(): void;
  clear(): void;
}

let numbers = 0;

async function send(file: File, onSent: (sent: number) => void, signal: AbortSignal): Promise<Fate> {
  try {
    return fateOf(await uploadPicture(file, onSent, signal));
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Sends files one after the other, whatever part of the library one looks at meanwhile. */
export function useUploads(): Uploads {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [others, setOthers] = useState(0);
  const stop = useRef(new AbortController());
  const sending = useRef(new Set<number>());
  const refreshed = useRef(0);

  const settle = useCallback((id: number, fate: Fate) => setUploads((all) => withFate(all, id, fate)), []);
  const begin = useCallback(
    async ({ id, file }: Upload) => {
      sending.current.add(id);
      const { signal } = stop.current;
      settle(id, { kind: "sending", sent: 0 });
      const fate = await send(file, (sent) => settle(id, { kind: "sending", sent }), signal);
      sending.current.delete(id);
      if (signal.aborted) return;
      settle(id, fate);
      if (fate.kind !== "added" || Date.now() - refreshed.current < REFRESH) return;
      refreshed.current = Date.now();
      void client.invalidateQueries({ queryKey: LIBRARY });
    },
    [client, settle],
  );

  useEffect(() => {
    const free = AT_ONCE - sending.current.size;
    const next = uploads.filter(({ id, fate }) => fate.kind === "waiting" && !sending.current.has(id)).slice(0, Math.max(0, free));
    for (const upload of next) void begin(upload);
  }, [uploads, begin]);

  const done = uploads.length > 0 && uploads.every(isOver);
  useEffect(() => {
    if (done) void client.invalidateQueries({ queryKey: LIBRARY });
  }, [done, client]);
  useEffect(() => () => stop.current.abort(), []);
  useLeaveWarning(uploads.length > 0 && !done);

  const add = useCallback((files: Iterable<File>) => {
    const { files: pictures, others: more } = picked(files);
    setOthers((known) => known + more);
    setUploads((all) => [...all, ...pictures.map((file): Upload => ({ id: ++numbers, file, fate: { kind: "waiting" } }))]);
  }, []);
  const cancel = useCallback(() => {
    stop.current.abort();
    stop.current = new AbortController();
    sending.current.clear();
    setUploads((all) => all.filter(isOver));
  }, []);
  const retry = useCallback(() => setUploads(retried), []);
  const clear = useCallback(() => {
    setOthers(0);
    setUploads([]);
  }, []);
  return { uploads, others, add, cancel, retry, clear };
}

/** Closing the tab would lose what is still waiting. */
function useLeaveWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [active]);
}
