import { isLitter, isPicture, type PlacedFile } from "@/components/files/dropped";

/** Pictures that will be examples of one class. */
export interface FolderClass {
  name: string;
  files: File[];
}

export interface FolderPlan {
  /** Of the folder that holds them all; empty where there is none. */
  title: string;
  classes: FolderClass[];
  /** Pictures that lie beside the folders of the classes, so that their class is not known. */
  loose: number;
  /** Files that are no pictures. */
  others: number;
}

/** Folders that say what pictures are for, not what they show. */
const PARTS = /^(train|training|test|testing|val|valid|validation|eval)([ _-]?(set|data|images))?$/i;

/** Folders whose names hold numbers stand as people count: "2" before "10". */
const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

const foldersOf = (path: string) => path.split("/").filter(Boolean).slice(0, -1);

/** The first folders that all of the paths share. */
function shared(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  const differs = first.findIndex((name, depth) => paths.some((path) => path[depth] !== name));
  return differs < 0 ? first.length : differs;
}

/** A class's name as the server keeps it: one space between words, composed letters, not too long. */
export const className = (folder: string) => folder.normalize("NFC").replace(/\s+/g, " ").trim().slice(0, 100);

/**
 * Reads classes from folders: each sub-folder is one, with all pictures below it. What all pictures lie in is passed
 * over, and so are folders that only part a data set into training and test; their sub-folders of one name are one class.
 */
export function planOf(placed: readonly PlacedFile[]): FolderPlan {
  const seen = placed.filter(({ file, path }) => !isLitter(file.name) && !foldersOf(path).some((folder) => folder.startsWith(".")));
  const pictures = seen.filter(({ file }) => isPicture(file)).map(({ file, path }) => ({ file, folders: foldersOf(path) }));
  const inside = pictures.filter(({ folders }) => folders.length > 0);
  const whole = shared(inside.map(({ folders }) => folders));
  // All pictures in one folder: then that is the class, and not what holds the classes.
  const start = inside.every(({ folders }) => folders.length === whole) ? Math.max(0, whole - 1) : whole;
  const title = inside[0]?.folders[start - 1] ?? "";
  const groups = new Map<string, FolderClass>();
  let loose = pictures.length - inside.length;
  const firsts = new Set(inside.map(({ folders }) => folders[start]).filter((name) => name !== undefined));
  const parted = firsts.size > 0 && [...firsts].every((name) => PARTS.test(name));
  for (const { file, folders } of inside) {
    const name = className(folders[start + (parted ? 1 : 0)] ?? "");
    if (!name) {
      loose += 1;
      continue;
    }
    const key = name.toLocaleLowerCase();
    const group = groups.get(key) ?? { name, files: [] };
    group.files.push(file);
    groups.set(key, group);
  }
  const classes = [...groups.values()].sort((a, b) => byName.compare(a.name, b.name));
  return { title, classes, loose, others: seen.length - pictures.length };
}
