/**
 * When to ask while somebody draws: at once when a stroke ends, and during a long stroke every so often, so that the
 * hits follow the hand without a request for every pixel.
 */

export interface Pace<Moment> {
  /** `isLive`: the stroke is still under the hand. */
  tell(moment: Moment, isLive: boolean): void;
  /** Forgets what waits for its time. */
  stop(): void;
}

/** Long enough to be spared, short enough that the hits seem to follow the pen. */
export const EVERY_MS = 600;

export function paced<Moment>(ask: (moment: Moment) => void, every: number = EVERY_MS): Pace<Moment> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let newest: Moment;

  function stop(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  return {
    tell(moment, isLive) {
      newest = moment;
      if (!isLive) {
        stop();
        ask(moment);
      } else
        timer ??= setTimeout(() => {
          timer = null;
          ask(newest);
        }, every);
    },
    stop,
  };
}
