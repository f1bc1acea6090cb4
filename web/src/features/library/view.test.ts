import { expect, it } from "vitest";

import { EVERYTHING, filterOf, isFiltered, readView, unfiltered, type View, writeView } from "./view";

const read = (text: string) => readView(new URLSearchParams(text));
const full: View = { folder: "Pictures/Rome & Lazio", since: "2024-05-01", until: "2024-05-31", text: "img_", label: "photo:dog", source: 3, person: 12, order: "name" };

it("a view survives the way through a link", () => expect(read(writeView(new URLSearchParams(), full).toString())).toEqual(full));
it("the usual view leaves the link short", () => expect(writeView(new URLSearchParams(), EVERYTHING).toString()).toBe(""));
it("what else stands in the link stays", () => {
  expect(writeView(new URLSearchParams("picture=7&folder=old"), EVERYTHING).toString()).toBe("picture=7");
});
it("a damaged link shows what can be understood", () => {
  expect(read("since=2024-02-30&until=soon&source=x&person=-1&order=random&text=a")).toEqual({ ...EVERYTHING, text: "a" });
});
it("the server is asked for no more than is wished", () => {
  expect(JSON.parse(JSON.stringify(filterOf(EVERYTHING, false)))).toEqual({});
  expect(JSON.parse(JSON.stringify(filterOf({ ...full, text: "  " }, true)))).toEqual({
    folder: "Pictures/Rome & Lazio",
    since: "2024-05-01",
    until: "2024-05-31",
    label: "photo:dog",
    source: 3,
    person: 12,
    removed: true,
  });
});
it("an order is no restriction", () => {
  expect([isFiltered({ ...EVERYTHING, order: "name" }), isFiltered({ ...EVERYTHING, source: 0 }), isFiltered({ ...EVERYTHING, label: "cat" }), isFiltered({ ...EVERYTHING, person: 1 }), isFiltered(full)]).toEqual([false, true, true, true, true]);
});
it("taking all restrictions away keeps the order", () => expect(unfiltered(full)).toEqual({ ...EVERYTHING, order: "name" }));
