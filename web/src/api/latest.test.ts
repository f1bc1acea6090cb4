import { describe, expect, it, vi } from "vitest";

import { latestGate } from "./latest";

/** A server whose replies are released by hand. */
function slowServer() {
  const calls: { question: string; signal: AbortSignal; reply(answer: string): void; fail(error: Error): void }[] = [];
  const send = (question: string, signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => calls.push({ question, signal, reply: resolve, fail: reject }));
  return { calls, send };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function gate() {
  const server = slowServer();
  const heard = { onAnswer: vi.fn(), onError: vi.fn(), onBusy: vi.fn() };
  return { ...server, heard, gate: latestGate(server.send, heard) };
}

describe("latestGate", () => {
  it("sends at once when idle", () => {
    const { calls, gate: g } = gate();
    g.ask("a");
    expect(calls.map((call) => call.question)).toEqual(["a"]);
  });

  it("keeps only the newest question while one is under way", async () => {
    const { calls, heard, gate: g } = gate();
    ["a", "b", "c", "d"].forEach((question) => g.ask(question));
    expect(calls).toHaveLength(1);
    calls[0]!.reply("A");
    await settled();
    expect(calls.map((call) => call.question)).toEqual(["a", "d"]);
    calls[1]!.reply("D");
    await settled();
    expect(heard.onAnswer.mock.calls.map(([answer]) => answer)).toEqual(["A", "D"]);
  });

  it("drops the answer to a question from before a reset", async () => {
    const { calls, heard, gate: g } = gate();
    g.ask("a");
    g.reset();
    g.ask("b");
    calls[0]!.reply("A");
    calls[1]!.reply("B");
    await settled();
    expect(calls[0]!.signal.aborted).toBe(true);
    expect(heard.onAnswer.mock.calls.map(([answer]) => answer)).toEqual(["B"]);
  });

  it("forgets what was pending at a reset", async () => {
    const { calls, gate: g } = gate();
    g.ask("a");
    g.ask("b");
    g.reset();
    calls[0]!.reply("A");
    await settled();
    expect(calls).toHaveLength(1);
  });

  it("goes on after a failure", async () => {
    const { calls, heard, gate: g } = gate();
    g.ask("a");
    g.ask("b");
    calls[0]!.fail(new Error("server gone"));
    await settled();
    expect(heard.onError).toHaveBeenCalledOnce();
    calls[1]!.reply("B");
    await settled();
    expect(heard.onAnswer).toHaveBeenCalledWith("B", "b");
  });

  it("tells when it is busy and when it is idle", async () => {
    const { calls, heard, gate: g } = gate();
    g.ask("a");
    calls[0]!.reply("A");
    await settled();
    expect(heard.onBusy.mock.calls.flat()).toEqual([true, false]);
  });
});
