import { describe, expect, it } from "vitest";

import type { Box, FaceCandidate, FaceSearchReply } from "@/api/types";

import { candidatesOf, likely, overlapOf, strangersPerError } from "./candidates";

const candidate = (verdict: FaceCandidate["verdict"], confidence: number): FaceCandidate => ({
  verdict,
  confidence,
  person: { id: 1, name: "Ada" },
  face: 4,
  picture: 2,
  faceset: null,
  external_id: null,
  user_data: "",
});

const box = (x1: number): Box => ({ x1, y1: 20, x2: x1 + 30, y2: 60 });

const reply = (...found: [Box, FaceCandidate[]][]) => ({ faces: found.map(([place, candidates]) => ({ face: { box: place }, candidates })) }) as unknown as FaceSearchReply;

describe("the answer about a face", () => {
  const [ada, grace] = [candidate("same", 90), candidate("unsure", 62)];
  const both = reply([box(10), [ada]], [box(200), [grace]]);
  it("is that of the face in the same place", () => expect([candidatesOf(box(200), both), candidatesOf(box(13), both)]).toEqual([[grace], [ada]]));
  it("is that of the nearer of two that touch", () => expect(candidatesOf(box(202), reply([box(190), [ada]], [box(200), [grace]]))).toEqual([grace]));
  it("is none where that face was not looked for", () => expect(candidatesOf(box(100), both)).toBeNull());
  it("is an empty one where nobody is known", () => expect(candidatesOf(box(10), reply([box(10), []]))).toEqual([]));
  it("leaves out who is somebody else", () => expect(likely([ada, grace, candidate("different", 59.9)])).toEqual([ada, grace]));
});

it("boxes overlap by what they share of all that they cover", () =>
  expect([overlapOf(box(0), box(0)), overlapOf(box(0), box(10)), overlapOf(box(0), box(30))]).toEqual([1, expect.closeTo(20 / 40, 9), 0]));

describe("a chance likeness", () => {
  const thresholds = [
    { confidence: 60, rate: "1e-3" as const },
    { confidence: 70, rate: "1e-4" as const },
    { confidence: 75, rate: "1e-5" as const },
  ];
  it("is as rare as one comparison's where there was one", () => expect([60, 70, 99].map((similarity) => strangersPerError(similarity, thresholds, 1))).toEqual([1000, 10_000, 100_000]));
  it("is the less rare the more faces were compared", () => expect([10, 400, 30_000].map((faces) => strangersPerError(80, thresholds, faces))).toEqual([10_000, 250, 3]));
  it("is not called rare where most strangers have one", () => expect([strangersPerError(80, thresholds, 60_000), strangersPerError(60, thresholds, 501)]).toEqual([null, null]));
  it("is not called rare below every threshold", () => expect(strangersPerError(59.9, thresholds, 1)).toBeNull());
});
