import { expect, it } from "vitest";

import { readLines } from "./ndjson";

function streamOf(...pieces: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      pieces.forEach((piece) => controller.enqueue(piece));
      controller.close();
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of readLines(stream)) values.push(value);
  return values;
}

it("joins a line that was cut in the middle of a character", async () => {
  const bytes = new TextEncoder().encode('{"done":1}\n{"note":"数字"}\n{"done":3}');
  const cut = bytes.findIndex((byte) => byte > 127) + 1;
  expect(await collect(streamOf(bytes.slice(0, cut), bytes.slice(cut)))).toEqual([{ done: 1 }, { note: "数字" }, { done: 3 }]);
});

it("ignores blank lines", async () => {
  expect(await collect(streamOf(new TextEncoder().encode("\n1\n\n2\n")))).toEqual([1, 2]);
});

it("cancels the stream when its reader leaves early", async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("1\n")),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const value of readLines(endless)) if (value === 1) break;
  expect(cancelled).toBe(true);
});
