import { expect, it } from "vitest";

import type { AddedExamples } from "@/api/types";

import { type Item, type Send, uploadQueue } from "./queue";

const item = (classId: number, name = "a.jpg"): Item => ({ classId, file: new File(["x"], name), mark: name });
const reply = (known = 0, refused: AddedExamples["refused"] = []): AddedExamples => ({ examples: [], known, refused });
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

it("sends groups of one class each, one after the other, in order", async () => {
  const sent: [number, number][] = [];
  let atOnce = 0;
  const send: Send = async (_lesson, classId, files) => {
    expect(++atOnce).toBe(1);
    await Promise.resolve();
    atOnce -= 1;
    sent.push([classId, files.length]);
    return reply();
  };
  const queue = uploadQueue(send);
  queue.add("pets", [...Array.from({ length: 11 }, () => item(1)), item(2), item(2)]);
  expect([queue.tally("pets").busy, queue.tally("pets").waiting.get(2)]).toEqual([true, 2]);
  await settled();
  expect(sent).toEqual([[1, 8], [1, 3], [2, 2]]);
  expect(queue.tally("pets")).toMatchObject({ total: 13, over: 13, added: 13, busy: false });
});

it("counts what was there before and lists what was refused", async () => {
  const queue = uploadQueue(() => Promise.resolve(reply(1, [{ name: "note.txt", reason: "no picture" }])));
  queue.add("pets", [item(1), item(1), item(1)]);
  await settled();
  expect(queue.tally("pets")).toMatchObject({ added: 1, known: 1, troubles: [{ name: "note.txt", reason: "no picture", classId: 1 }] });
});

it("tries again what the network lost, and nothing else", async () => {
  let down = true;
  const queue = uploadQueue(() => (down ? Promise.reject(new Error("The server does not answer.")) : Promise.resolve(reply())));
  queue.add("pets", [item(1), item(2)]);
  await settled();
  expect(queue.tally("pets").troubles.map(({ reason }) => reason)).toEqual(["The server does not answer.", "The server does not answer."]);
  down = false;
  queue.retry("pets");
  await settled();
  expect(queue.tally("pets")).toMatchObject({ total: 2, over: 2, added: 2, troubles: [] });
});

it("stops at once when it is cancelled, and may be begun again", async () => {
  const signals: AbortSignal[] = [];
  const ends: boolean[] = [];
  const send: Send = (_lesson, _class, _files, signal) =>
    new Promise((resolve, reject) => {
      signals.push(signal);
      signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      if (signals.length > 1) resolve(reply());
    });
  const queue = uploadQueue(send, { onIdle: (_lesson, whole) => ends.push(whole) });
  queue.add("pets", Array.from({ length: 50 }, () => item(1)));
  queue.cancel("pets");
  expect([signals[0]?.aborted, queue.isBusy(), queue.tally("pets").total]).toEqual([true, false, 0]);
  await settled();
  queue.add("pets", [item(1)]);
  await settled();
  expect([queue.tally("pets"), ends]).toMatchObject([{ total: 1, added: 1, troubles: [] }, [false, true]]);
});

it("keeps lessons apart", async () => {
  const queue = uploadQueue(() => Promise.resolve(reply()));
  queue.add("pets", [item(1)]);
  expect(queue.tally("tools").total).toBe(0);
  await settled();
});
