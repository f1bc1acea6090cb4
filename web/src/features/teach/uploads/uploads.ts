import { remember, remembered } from "@/preferences/memory";

import { type Item, sendToServer, uploadQueue } from "./queue";
import { type Begun, markOf, readBegun, written } from "./sent";

const keyOf = (lesson: string) => `teach-upload.${lesson}`;

/** The folder whose upload has not ended, by the name of the lesson. */
const begun = new Map<string, Begun>();

export const rememberedUpload = (lesson: string): Begun | null => begun.get(lesson) ?? readBegun(remembered(keyOf(lesson)));

export function forgetUpload(lesson: string): void {
  begun.delete(lesson);
  remember(keyOf(lesson), "");
}

/** One for the whole studio: files go on to be sent while one looks at another page. */
export const uploads = uploadQueue(sendToServer, {
  onArrived(lesson, items) {
    const upload = begun.get(lesson);
    const marks = items.map(({ mark }) => mark).filter(Boolean);
    if (!upload || marks.length === 0) return;
    const next = { ...upload, sent: new Set([...upload.sent, ...marks]) };
    begun.set(lesson, next);
    remember(keyOf(lesson), written(next));
  },
  onIdle(lesson, whole) {
    if (whole && begun.has(lesson)) forgetUpload(lesson);
  },
});

// Closing the tab would lose what waits.
window.addEventListener("beforeunload", (event) => {
  if (uploads.isBusy()) event.preventDefault();
});

export interface NamedFiles {
  classId: number;
  className: string;
  files: readonly File[];
}

/** Sends a folder's files; what arrived from it before a reload is passed over. Returns how many that were. */
export function uploadFolder(lesson: string, title: string, classes: readonly NamedFiles[]): number {
  const items = classes.flatMap(({ classId, className, files }) =>
    files.map((file): Item => ({ classId, file, mark: markOf(file, className) })),
  );
  const before = rememberedUpload(lesson);
  const sent = before?.sent ?? new Set<string>();
  const left = items.filter(({ mark }) => !sent.has(mark));
  const upload = { title, total: items.length, sent: new Set(items.flatMap(({ mark }) => (sent.has(mark) ? [mark] : []))) };
  begun.set(lesson, upload);
  remember(keyOf(lesson), written(upload));
  if (left.length === 0) forgetUpload(lesson);
  uploads.add(lesson, left);
  return items.length - left.length;
}

/** Sends single files to a class. */
export const uploadFiles = (lesson: string, classId: number, files: readonly File[]) =>
  uploads.add(lesson, files.map((file) => ({ classId, file, mark: "" })));
