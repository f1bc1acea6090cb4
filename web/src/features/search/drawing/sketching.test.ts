import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { BLANK, type Drawing } from "@/components/board/history";
import type { Snapshot } from "@/components/board/snapshot";

import { createSketching, REST_MS } from "./sketching";

const stroke = (to: number) => ({ tool: "brush", size: 10, pressed: false, points: [0, to].map((x) => ({ x, y: 0, pressure: 0.5 })) }) as const;
const drawn = (...lengths: number[]): Drawing => ({ strokes: lengths.map(stroke), background: null });
const brought: Drawing = { strokes: [], background: { file: new Blob(), name: "fish.png", bitmap: null } };

let calls = 0;
const moment = (drawing: Drawing, isLive = false): Snapshot => ({
  isEmpty: drawing === BLANK,
  isLive,
  drawing,
  page: { width: 1000, height: 1000 },
  frame: { x: 0, y: 0, width: 1, height: 1 },
  picture: () => Promise.resolve(new Blob([`${drawing.strokes.length}`])),
});

/** A server that gives tokens a, b, c …, and a link. */
function bench() {
  const kept: Drawing[] = [];
  const links: string[] = [];
  const shown: string[] = [];
  const sketching = createSketching({
    keep: (snapshot) => Promise.resolve("abcdef"[kept.push(snapshot.drawing) - 1] ?? ""),
    show: (token) => {
      shown.push(token);
      sketching.follow(moment(token ? drawn(300 + ++calls) : BLANK));
      return Promise.resolve();
    },
    name: (token) => void links.push(token),
    encode: async (picture) => `data:${await picture.text()}`,
  });
  return { sketching, kept, links, shown };
}

const soon = () => vi.advanceTimersByTimeAsync(1);
const rest = () => vi.advanceTimersByTimeAsync(REST_MS);

describe("a drawing on its way to the link", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is looked at when the stroke ends, and named when the hand rests", async () => {
    const { sketching, links } = bench();
    sketching.follow(moment(drawn(300)));
    await soon();
    expect([sketching.state().live, links]).toEqual(["data:1", []]);
    await rest();
    expect(links).toEqual(["a"]);
  });

  it("is not looked for while there is only a dot, without a word", async () => {
    const { sketching, links } = bench();
    sketching.follow(moment(drawn(5)));
    await rest();
    expect([sketching.state(), links]).toEqual([{ live: null, stage: "begun", error: null }, []]);
  });

  it("leaves the link when the board is cleared, and a picture in the making is dropped", async () => {
    const { sketching, links } = bench();
    sketching.follow(moment(drawn(300)));
    await rest();
    sketching.follow(moment(drawn(300, 400)));
    sketching.follow(moment(BLANK));
    await rest();
    expect([links, sketching.state().live, sketching.state().stage]).toEqual([["a", ""], null, "empty"]);
  });

  it("is kept once: taking a stroke back costs no upload", async () => {
    const { sketching, kept, links } = bench();
    const first = drawn(300);
    for (const drawing of [first, drawn(300, 400), first]) {
      sketching.follow(moment(drawing));
      await rest();
    }
    expect([kept.length, links]).toEqual([2, ["a", "b", "a"]]);
  });

  it("is not asked about again because the board has another size", async () => {
    const { sketching, kept } = bench();
    const drawing = drawn(300);
    sketching.follow(moment(drawing));
    await rest();
    sketching.follow(moment(drawing));
    await rest();
    expect(kept).toHaveLength(1);
  });

  it("is kept at once where somebody brought it", async () => {
    const { sketching, links } = bench();
    sketching.follow(moment(brought));
    await soon();
    expect([links, sketching.state().live]).toEqual([["a"], null]);
  });

  it("comes back from a link without being kept again", async () => {
    const { sketching, kept, links, shown } = bench();
    await sketching.open("e");
    await rest();
    await sketching.settle();
    expect([shown, kept, links, sketching.state().stage]).toEqual([["e"], [], [], "drawn"]);
  });

  it("goes from the board when the link names none any more", async () => {
    const { sketching, links, shown } = bench();
    sketching.follow(moment(drawn(300)));
    await rest();
    await sketching.open("a");
    await sketching.open("");
    expect([shown, sketching.state(), links]).toEqual([[""], { live: null, stage: "empty", error: null }, ["a"]]);
  });

  it("that is drawn on while it is kept waits for the next rest", async () => {
    const { sketching, links } = bench();
    sketching.follow(moment(drawn(300)));
    const settled = sketching.settle();
    sketching.follow(moment(drawn(300, 400)));
    await settled;
    expect(links).toEqual([]);
    await rest();
    expect(links).toEqual(["b"]);
  });
});
