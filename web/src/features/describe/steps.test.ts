import { describe, expect, it } from "vitest";

import { begun, isGrowing, shownOf, type Step, stepped, type Steps } from "./steps";

const after = (steps: Steps, ...taken: Step[]) => taken.reduce(stepped, steps);
const tick: Step = { kind: "tick" };
const play: Step = { kind: "play" };

describe("a sentence that grows", () => {
  it("begins with its first word and shows it", () => expect([begun(3, true).grown, shownOf(begun(3, true))]).toEqual([1, 0]));
  it("shows each word as it comes", () => {
    const seen = [begun(3, true)];
    while (seen.at(-1)!.playing) seen.push(stepped(seen.at(-1)!, tick));
    expect(seen.map((steps) => [steps.grown, shownOf(steps)])).toEqual([[1, 0], [2, 1], [3, 2], [3, null]]);
  });
  it("is there at once where motion is not wanted", () => expect(begun(3, false)).toMatchObject({ grown: 3, at: null, playing: false }));
  it("is there as a whole as soon as somebody looks at a word", () => {
    const steps = after(begun(5, true), tick, { kind: "point", word: 1 });
    expect([isGrowing(steps), steps.playing, shownOf(steps)]).toEqual([false, false, 1]);
  });
  it("has nothing to play without words", () => expect(after(begun(0, true), play, { kind: "move", by: 1 })).toMatchObject({ at: null, playing: false }));
});

describe("looking at words", () => {
  const there = begun(3, false);
  it("ends with the pointer", () => expect(shownOf(after(there, { kind: "point", word: 2 }, { kind: "point", word: null }))).toBeNull());
  it("goes back from the pointer to the chosen word", () =>
    expect(shownOf(after(there, { kind: "choose", word: 0 }, { kind: "point", word: 2 }, { kind: "point", word: null }))).toBe(0));
  it("stays with a chosen word until it is chosen again", () => {
    const chosen = after(there, { kind: "choose", word: 1 });
    expect([shownOf(chosen), shownOf(after(chosen, { kind: "choose", word: 1 }))]).toEqual([1, null]);
  });
  it("steps from either end", () => expect([after(there, { kind: "move", by: 1 }).at, after(there, { kind: "move", by: -1 }).at]).toEqual([0, 2]));
  it("steps no further than the ends", () => expect(after(there, { kind: "go", word: 2 }, { kind: "move", by: 1 }).at).toBe(2));
  it("steps on from the word under the pointer", () => expect(shownOf(after(there, { kind: "point", word: 0 }, { kind: "move", by: 1 }))).toBe(1));
});

describe("playing", () => {
  it("goes through all words and ends with the plain picture", () => {
    let steps = stepped(begun(3, false), play);
    const seen = [];
    for (; steps.playing; steps = stepped(steps, tick)) seen.push(steps.at);
    expect([seen, steps.at]).toEqual([[0, 1, 2], null]);
  });
  it("pauses where it is, and goes on from there", () => {
    const paused = after(begun(3, false), play, tick, play);
    expect([paused.playing, paused.at, after(paused, play, tick).at]).toEqual([false, 1, 2]);
  });
  it("keeps the plan when the pointer only leaves", () => expect(after(begun(3, false), play, { kind: "point", word: null }).playing).toBe(true));
  it("gives way to a click, which chooses even the word that plays", () =>
    expect(after(begun(3, false), play, { kind: "choose", word: 0 })).toMatchObject({ at: 0, playing: false }));
});
