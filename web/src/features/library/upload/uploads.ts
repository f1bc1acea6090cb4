import type { UploadReply } from "@/api/types";

/** Files on their way into the library, and what became of them. */
export type Fate =
  | { kind: "waiting" }
  /** `sent`: 0–1; at 1 the server is reading and indexing it. */
  | { kind: "sending"; sent: number }
  | { kind: "added" }
  | { kind: "known" }
  | { kind: "refused"; reason: string }
  /** The server or the network failed: worth another try. */
  | { kind: "failed"; reason: string };

export interface Upload {
  id: number;
  file: File;
  fate: Fate;
}

export interface Tally {
  total: number;
  over: number;
  added: number;
  known: number;
  refused: number;
  failed: number;
  /** Of all bytes, 0–1; a file that is over counts as sent. */
  sent: number;
}

export const isOver = ({ fate }: Upload) => fate.kind !== "waiting" && fate.kind !== "sending";

/** What the server says about one file. */
export function fateOf(reply: UploadReply): Fate {
  const [refused] = reply.refused;
  if (refused) return { kind: "refused", reason: refused.reason };
  return { kind: reply.known > 0 ? "known" : "added" };
}

export function withFate(uploads: readonly Upload[], id: number, fate: Fate): Upload[] {
  return uploads.map((upload) => (upload.id === id ? { ...upload, fate } : upload));
}

/** Failed ones wait again. */
export const retried = (uploads: readonly Upload[]): Upload[] =>
  uploads.map((upload) => (upload.fate.kind === "failed" ? { ...upload, fate: { kind: "waiting" } } : upload));

export function tallyOf(uploads: readonly Upload[]): Tally {
  const number = (kind: Fate["kind"]) => uploads.filter(({ fate }) => fate.kind === kind).length;
  const bytes = uploads.reduce((sum, { file }) => sum + file.size, 0);
  const sent = uploads.reduce((sum, upload) => {
    const share = isOver(upload) ? 1 : upload.fate.kind === "sending" ? upload.fate.sent : 0;
    return sum + share * upload.file.size;
  }, 0);
  return {
    total: uploads.length,
    over: uploads.filter(isOver).length,
    added: number("added"),
    known: number("known"),
    refused: number("refused"),
    failed: number("failed"),
    sent: bytes ? sent / bytes : 0,
  };
}
