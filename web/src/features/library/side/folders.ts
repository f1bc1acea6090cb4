import type { Folder } from "@/api/types";

export interface FolderNode {
  /** The last part of the path. */
  name: string;
  path: string;
  /** In this folder and in those below it. */
  pictures: number;
  below: readonly FolderNode[];
}

interface Growing {
  name: string;
  path: string;
  pictures: number;
  below: Map<string, Growing>;
}

/** "a", "a/b", "a/b/c": the path's own folder and those around it, the outermost first. */
function around(path: string): string[] {
  const parts = path.split("/").filter(Boolean);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** Folders whose names hold numbers stand as people count: "2" before "10". */
const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function finished(nodes: Map<string, Growing>): FolderNode[] {
  return [...nodes.values()]
    .sort((a, b) => byName.compare(a.name, b.name))
    .map(({ below, ...node }) => ({ ...node, below: finished(below) }));
}

/** A flat list of folders as a tree; folders that only hold folders appear too. */
export function treeOf(folders: readonly Folder[]): FolderNode[] {
  const top = new Map<string, Growing>();
  for (const { path, pictures } of folders) {
    let level = top;
    for (const part of around(path)) {
      const name = part.slice(part.lastIndexOf("/") + 1);
      const node = level.get(name) ?? { name, path: part, pictures: 0, below: new Map() };
      node.pictures += pictures;
      level.set(name, node);
      level = node.below;
    }
  }
  return finished(top);
}

/** Which folders must be open so that this one is seen. */
export const above = (path: string): string[] => around(path).slice(0, -1);
