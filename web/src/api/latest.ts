/**
 * A gate for answers that follow a hand: at most one request is under way, and of what was asked meanwhile only the
 * newest is kept. The server sets the pace, so a slow machine gets fewer requests instead of a queue.
 */

export type Send<Question, Answer> = (question: Question, signal: AbortSignal) => Promise<Answer>;

export interface Listener<Question, Answer> {
  onAnswer(answer: Answer, question: Question): void;
  onError(error: unknown, question: Question): void;
  /** Told when the gate starts to work and when it falls idle. */
  onBusy?(busy: boolean): void;
}

export interface LatestGate<Question> {
  ask(question: Question): void;
  /** Forgets what is pending and drops what is under way: its answer will not be heard. */
  reset(): void;
}

export function latestGate<Question, Answer>(
  send: Send<Question, Answer>,
  listener: Listener<Question, Answer>,
): LatestGate<Question> {
  let running: AbortController | null = null;
  let pending: { question: Question } | null = null;

  async function run(question: Question): Promise<void> {
    const mine = new AbortController();
    running = mine;
    listener.onBusy?.(true);
    try {
      const answer = await send(question, mine.signal);
      if (!mine.signal.aborted) listener.onAnswer(answer, question);
    } catch (error) {
      if (!mine.signal.aborted) listener.onError(error, question);
    }
    if (running === mine) goOn();
  }

  function goOn(): void {
    running = null;
    const next = pending;
    pending = null;
    if (next) void run(next.question);
    else listener.onBusy?.(false);
  }

  return {
    ask(question) {
      if (running) pending = { question };
      else void run(question);
    },
    reset() {
      pending = null;
      if (!running) return;
      running.abort();
      running = null;
      listener.onBusy?.(false);
    },
  };
}
