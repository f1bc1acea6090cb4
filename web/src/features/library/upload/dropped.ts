/** What a person dropped or chose, as files; folders are looked through. */

/** A browser knows no type for some formats that the server reads. */
const ENDINGS = /\.(avif|bmp|gif|heic|heif|jfif|jpe?g|jpe|png|tiff?|webp)$/i;
/** What systems leave in folders without being asked. */
const LITTER = /^(\.|Thumbs\.db$|desktop\.ini$)/i;

export interface Picked {
  files: File[];
  /** How many were left out because they are no pictures. */
  others: number;
}

export const isPicture = (file: { name: string; type: string }) =>
  file.type === "image/svg+xml" ? false : file.type.startsWith("image/") || ENDINGS.test(file.name);

export function picked(files: Iterable<File>): Picked {
  const seen = [...files].filter((file) => !LITTER.test(file.name));
  const pictures = seen.filter(isPicture);
  return { files: pictures, others: seen.length - pictures.length };
}

/** A folder tells its contents a part at a time, until it tells of nothing. */
async function contentsOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return all;
    all.push(...part);
  }
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  const found: File[] = [];
  for (const inner of await contentsOf(entry as FileSystemDirectoryEntry)) found.push(...(await filesIn(inner)));
  return found;
}

/** Must be called while the drop event lasts; what it promises may come later. */
export function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files];
  if (entries.every((entry) => entry === null)) return Promise.resolve(plain);
  return Promise.all(entries.map((entry) => (entry ? filesIn(entry) : []))).then((found) => found.flat());
}
