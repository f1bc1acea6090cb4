import { sendExamples } from "@/api/teach";
import type { AddedExamples } from "@/api/types";

import { nextBatch } from "./batches";

/** A file on its way to a class. */
export interface Item {
  classId: number;
  file: File;
  /** Tells files apart across reloads; empty where that is not wanted, as for the camera's. */
  mark: string;
}

export interface Trouble {
  classId: number;
  name: string;
  reason: string;
  /** Present where another try may help: the server or the network failed, not the file. */
  item?: Item;
}

/** What has become of the files of one lesson. */
export interface Tally {
  total: number;
  over: number;
  added: number;
  known: number;
  troubles: readonly Trouble[];
  /** On its way or waiting. */
  busy: boolean;
  /** Which classes have files on their way or waiting, and how many. */
  waiting: ReadonlyMap<number, number>;
}

export const NOTHING: Tally = { total: 0, over: 0, added: 0, known: 0, troubles: [], busy: false, waiting: new Map() };

/** Lists longer than this help nobody. */
const MOST_TROUBLES = 500;

export type Send = (lesson: string, classId: number, files: readonly File[], signal: AbortSignal) => Promise<AddedExamples>;

interface Listener {
  /** A group has arrived. */
  onArrived?(lesson: string, items: readonly Item[]): void;
  /** Nothing waits any more. `whole`: every file was dealt with, none was cancelled or failed. */
  onIdle?(lesson: string, whole: boolean): void;
}

interface Line {
  waiting: Item[];
  sending: Item[];
  tally: Tally;
  stop: AbortController;
  running: boolean;
  cancelled: boolean;
}

export interface Queue {
  add(lesson: string, items: readonly Item[]): void;
  cancel(lesson: string): void;
  retry(lesson: string): void;
  /** Forgets what is over. */
  clear(lesson: string): void;
  tally(lesson: string): Tally;
  subscribe(told: () => void): () => void;
  isBusy(): boolean;
}

/**
 * Files that go to the server a group after the other, whichever page one looks at meanwhile. Only their names wait in
 * memory: a browser reads a file when it is sent.
 */
export function uploadQueue(send: Send, listener: Listener = {}): Queue {
  const lines = new Map<string, Line>();
  const tellers = new Set<() => void>();
  const lineOf = (lesson: string): Line => {
    const known = lines.get(lesson);
    if (known) return known;
    const line: Line = { waiting: [], sending: [], tally: NOTHING, stop: new AbortController(), running: false, cancelled: false };
    lines.set(lesson, line);
    return line;
  };
  const settle = (line: Line, change: Partial<Tally> = {}) => {
    const waiting = new Map<number, number>();
    for (const { classId } of [...line.sending, ...line.waiting]) waiting.set(classId, (waiting.get(classId) ?? 0) + 1);
    line.tally = { ...line.tally, ...change, waiting, busy: waiting.size > 0 };
    tellers.forEach((tell) => tell());
  };

  async function run(lesson: string, line: Line): Promise<void> {
    if (line.running) return; // a cancelled group has not come back yet; the loop goes on by itself then
    line.running = true;
    while (line.waiting.length > 0) {
      const [first] = line.waiting as [Item];
      const end = line.waiting.findIndex(({ classId }) => classId !== first.classId);
      const same = line.waiting.slice(0, Math.min(end < 0 ? line.waiting.length : end, 64));
      const group = line.waiting.splice(0, nextBatch(same.map(({ file }) => file.size)));
      line.sending = group;
      settle(line);
      const { signal } = line.stop;
      const change = await deliver(lesson, group, line.tally, signal);
      line.sending = [];
      if (signal.aborted) continue;
      if (change.arrived) listener.onArrived?.(lesson, group);
      settle(line, change.tally);
    }
    line.running = false;
    listener.onIdle?.(lesson, !line.cancelled && line.tally.troubles.every(({ item }) => !item));
  }

  async function deliver(lesson: string, group: readonly Item[], tally: Tally, signal: AbortSignal) {
    const [{ classId }] = group as [Item];
    const over = tally.over + group.length;
    try {
      const reply = await send(lesson, classId, group.map(({ file }) => file), signal);
      const refused = reply.refused.map(({ name, reason }): Trouble => ({ classId, name, reason }));
      const troubles = [...tally.troubles, ...refused].slice(0, MOST_TROUBLES);
      const added = tally.added + group.length - reply.known - refused.length;
      return { arrived: true, tally: { over, added, known: tally.known + reply.known, troubles } };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const failed = group.map((item): Trouble => ({ classId, name: item.file.name, reason, item }));
      return { arrived: false, tally: { over, troubles: [...tally.troubles, ...failed] } };
    }
  }

  return {
    add(lesson, items) {
      if (items.length === 0) return;
      const line = lineOf(lesson);
      line.waiting.push(...items);
      line.cancelled = false;
      settle(line, { total: line.tally.total + items.length });
      void run(lesson, line);
    },
    cancel(lesson) {
      const line = lineOf(lesson);
      line.cancelled = true;
      const gone = line.waiting.length + line.sending.length;
      line.waiting = [];
      line.sending = [];
      line.stop.abort();
      line.stop = new AbortController();
      settle(line, { total: line.tally.total - gone });
    },
    retry(lesson) {
      const { troubles, total, over } = lineOf(lesson).tally;
      const again = troubles.flatMap(({ item }) => (item ? [item] : []));
      settle(lineOf(lesson), { troubles: troubles.filter(({ item }) => !item), total: total - again.length, over: over - again.length });
      this.add(lesson, again);
    },
    clear(lesson) {
      if (!lineOf(lesson).tally.busy) settle(lineOf(lesson), NOTHING);
    },
    tally: (lesson) => lines.get(lesson)?.tally ?? NOTHING,
    subscribe(told) {
      tellers.add(told);
      return () => tellers.delete(told);
    },
    isBusy: () => [...lines.values()].some(({ tally }) => tally.busy),
  };
}

export const sendToServer: Send = sendExamples;
