import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { paced } from "./pace";

describe("asking while somebody draws", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("happens at once when a stroke ends", () => {
    const ask = vi.fn();
    paced(ask, 600).tell("whole", false);
    expect(ask.mock.calls).toEqual([["whole"]]);
  });

  it("happens every so often during a long stroke, with what is drawn by then", () => {
    const ask = vi.fn();
    const pace = paced(ask, 600);
    for (let moment = 0; moment < 130; moment += 1) {
      pace.tell(moment, true);
      vi.advanceTimersByTime(10);
    }
    expect(ask.mock.calls).toEqual([[59], [119]]);
  });

  it("does not ask again for a stroke that has ended meanwhile", () => {
    const ask = vi.fn();
    const pace = paced(ask, 600);
    pace.tell("half", true);
    pace.tell("whole", false);
    vi.advanceTimersByTime(2000);
    expect(ask.mock.calls).toEqual([["whole"]]);
  });

  it("can be stopped", () => {
    const ask = vi.fn();
    const pace = paced(ask, 600);
    pace.tell("half", true);
    pace.stop();
    vi.advanceTimersByTime(2000);
    expect(ask).not.toHaveBeenCalled();
  });
});
