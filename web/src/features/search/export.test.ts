import { expect, it } from "vitest";

import type { Hit, SearchReply } from "@/api/types";

import { csvOf, jsonOf } from "./export";

const hit = (path: string, score = 0.5): Hit =>
  ({ picture: { id: 7, path, width: 4, height: 3, taken: null, sha256: "ab" }, score, band: "weak", rank_score: -score, inliers: 12, matched: ["picture", "caption"] }) as Hit;

it("writes a heading and a line for each hit", () =>
  expect(csvOf([hit("beach/1.jpg", 0.81239)]).split("\r\n")).toEqual([
    "rank,id,score,band,rank_score,agreeing_points,matched,path,width,height,taken,sha256",
    "1,7,0.8124,weak,-0.8124,12,picture caption,beach/1.jpg,4,3,,ab",
    "",
  ]));

it("quotes commas, quotation marks and line breaks", () =>
  expect(csvOf([hit('a, "b"\nc.jpg')])).toContain('"a, ""b""\nc.jpg"'));

it("defuses names that a spreadsheet would run", () => expect(csvOf([hit("=1+1.jpg")])).toContain(",'=1+1.jpg,"));

it("writes only the hits that are shown, and the link", () => {
  const reply = { hits: [hit("a"), hit("b")], considered: 2 } as SearchReply;
  expect(JSON.parse(jsonOf(reply, reply.hits.slice(0, 1), "http://x/search?t=p1"))).toMatchObject({ link: "http://x/search?t=p1", considered: 2, hits: [{ score: 0.5 }] });
});
