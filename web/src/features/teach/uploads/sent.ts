/** Which files have arrived, as short marks that fit the browser's memory: an upload may go on after a reload. */

export interface FileFacts {
  name: string;
  webkitRelativePath: string;
  size: number;
  lastModified: number;
}

/** 32 bits of a text, by Fowler, Noll and Vo (FNV-1a). */
function hash(text: string, start: number): number {
  let mixed = start;
  for (let i = 0; i < text.length; i++) mixed = Math.imul(mixed ^ text.charCodeAt(i), 16777619);
  return mixed >>> 0;
}

/** The same file in the same folder has the same mark, until it changes. */
export function markOf({ name, webkitRelativePath, size, lastModified }: FileFacts, className: string): string {
  const text = [className, webkitRelativePath || name, size, lastModified].join("\n");
  // Two of them: with 32 bits alone some of 100,000 files would share a mark.
  return hash(text, 2166136261).toString(36) + hash(text, 40503).toString(36);
}

/** An upload that has not ended. */
export interface Begun {
  /** What the person chose: the folder's name. */
  title: string;
  total: number;
  sent: ReadonlySet<string>;
}

export const written = ({ title, total, sent }: Begun) => JSON.stringify({ title, total, sent: [...sent].join(" ") });

export function readBegun(text: string | null): Begun | null {
  try {
    const { title, total, sent } = JSON.parse(text ?? "") as { title: unknown; total: unknown; sent: unknown };
    if (typeof title !== "string" || typeof total !== "number" || typeof sent !== "string") return null;
    return { title, total, sent: new Set(sent.split(" ").filter(Boolean)) };
  } catch {
    return null;
  }
}
