import { expect, it } from "vitest";

import { above, type FolderNode, treeOf } from "./folders";

const folders = [
  { path: "Pictures", pictures: 3 },
  { path: "Pictures/2024/Rome", pictures: 5 },
  { path: "Pictures/2024/Oslo", pictures: 2 },
  { path: "Scans/10", pictures: 1 },
  { path: "Scans/2", pictures: 1 },
];

it("folders become a tree, with those that hold only folders", () => {
  const [pictures] = treeOf(folders);
  expect(pictures).toMatchObject({ name: "Pictures", pictures: 10 });
  expect(pictures!.below).toMatchObject([{ name: "2024", path: "Pictures/2024", pictures: 7, below: [{ name: "Oslo" }, { name: "Rome" }] }]);
});
it("numbers in names sort as people count", () => expect(treeOf(folders)[1]!.below.map(({ name }) => name)).toEqual(["2", "10"]));
it("every folder's count is the sum of what lies below it", () => {
  const check = (nodes: readonly FolderNode[]) =>
    nodes.forEach((node) => {
      const slow = folders.filter(({ path }) => path === node.path || path.startsWith(`${node.path}/`)).reduce((sum, { pictures }) => sum + pictures, 0);
      expect([node.path, node.pictures]).toEqual([node.path, slow]);
      check(node.below);
    });
  check(treeOf(folders));
});
it("no folders make an empty tree", () => expect(treeOf([])).toEqual([]));
it("knows which folders to open", () => expect([above("a/b/c"), above("a"), above("")]).toEqual([["a", "a/b"], [], []]));
