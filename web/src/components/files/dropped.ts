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

export const isLitter = (name: string) => LITTER.test(name);

export function picked(files: Iterable<File>): Picked {
  const seen = [...files].filter((file) => !isLitter(file.name));
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

/** A file and where it lay: "pets/cats/7.jpg"; only its name where it was given by itself. */
export interface PlacedFile {
  path: string;
  file: File;
}

async function filesIn(entry: FileSystemEntry, above = ""): Promise<PlacedFile[]> {
  const path = above + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const found: PlacedFile[] = [];
  for (const inner of await contentsOf(entry as FileSystemDirectoryEntry)) found.push(...(await filesIn(inner, `${path}/`)));
  return found;
}

/** Must be called while the drop event lasts; what it promises may come later. */
export function placedFilesOf(transfer: DataTransfer): Promise<PlacedFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files];
  if (entries.every((entry) => entry === null)) return Promise.resolve(placed(plain));
  return Promise.all(entries.map((entry) => (entry ? filesIn(entry) : []))).then((found) => found.flat());
}

/** What a field of files holds: a chosen folder tells where in it each file lay. */
export const placed = (files: Iterable<File>): PlacedFile[] => [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** The same without the places. */
export const filesOf = (transfer: DataTransfer): Promise<File[]> => placedFilesOf(transfer).then((found) => found.map(({ file }) => file));
