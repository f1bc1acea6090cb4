import { describe, expect, it } from "vitest";

import {
  bodyOf,
  isAnswerable,
  NO_FILTERS,
  NOTHING,
  pictureTerm,
  type Query,
  readQuery,
  readTerm,
  sentTerms,
  sketchTerm,
  spacesOf,
  uploadTerm,
  withoutSketch,
  withSketch,
  withTerm,
  withWords,
  wordsTerm,
  writeQuery,
  writeTerm,
} from "./query";

const TOKEN = "0123456789abcdef0123456789abcdef";

describe("a term in a link", () => {
  it.each(["p12", `u${TOKEN}`, `s${TOKEN}`, `s${TOKEN}*0.5`, "p12*-0.5", "p12_10_20_200_300", `u${TOKEN}*2_0_0_50_60`, "wa dog in the snow", "w雪地里的狗*0.5", "wa*2*1"])("%s is read and written the same", (text) => {
    const term = readTerm(text);
    expect(term && writeTerm(term)).toBe(text);
  });

  it("says what it stands for", () =>
    expect(readTerm("p7*-0.25_1_2_30_40")).toEqual({ kind: "picture", id: "7", weight: -0.25, box: { x1: 1, y1: 2, x2: 30, y2: 40 } }));

  it.each(["", "p", "x12", "p12*", "p12_1_2_3", "p-1", "u../../etc"])("refuses “%s”", (text) => expect(readTerm(text)).toBeNull());
  it("forgets a region without an inside", () => expect(readTerm("p1_50_50_50_90")?.box).toBeNull());
  it("keeps weights within the slider", () => expect([readTerm("p1*9")?.weight, readTerm("p1*-9")?.weight]).toEqual([2, -1]));
  it("writes corners as whole pixels", () =>
    expect(writeTerm({ ...pictureTerm(3), box: { x1: 0.4, y1: 1.6, x2: 9.5, y2: 20 } })).toBe("p3_0_2_10_20"));
});

const full: Query = {
  terms: [pictureTerm(12), { ...uploadTerm(TOKEN, -0.5), box: { x1: 1, y1: 2, x2: 30, y2: 40 } }],
  space: "crow",
  rerank: "alpha-qe",
  verify: true,
  k: 200,
  cutoff: 0.415,
  order: "rank",
  filters: { folder: "2024/beach & sun", since: "2024-01-31", until: "2024-12-01", text: "IMG_", person: "12", label: "photo:dog" },
  measure: "cosine",
  drawing: false,
  why: 99,
};

describe("a search as a link", () => {
  it("comes back whole", () => expect(readQuery(new URLSearchParams(writeQuery(full).toString()))).toEqual(full));
  it("is empty when nothing is asked", () => expect(writeQuery(NOTHING).toString()).toBe(""));
  it("is short when all is usual", () => expect(writeQuery({ ...NOTHING, terms: [pictureTerm(5)] }).toString()).toBe("t=p5"));
  it("may be begun by numbers of pictures", () =>
    expect(readQuery(new URLSearchParams("pictures=12,7,12,x")).terms).toEqual([pictureTerm(12), pictureTerm(7)]));
  it("survives nonsense", () =>
    expect(readQuery(new URLSearchParams("t=zz&t=p4&k=many&cutoff=&since=yesterday&person=-1&why=1.5&order=up"))).toEqual({
      ...NOTHING,
      terms: [pictureTerm(4)],
    }));
  it("stays within the server's limits", () => {
    const query = readQuery(new URLSearchParams([...Array.from({ length: 30 }, (_, i) => ["t", `p${i}`]), ["k", "99999"], ["cutoff", "-7"]]));
    expect([query.terms.length, query.k, query.cutoff]).toEqual([20, 1000, -1]);
  });
});

describe("what is sent", () => {
  it("names one source for each term", () =>
    expect(bodyOf(full, "photo").terms.map(({ picture, upload, image }) => [picture, upload, image])).toEqual([
      [12, null, null],
      [null, TOKEN, null],
    ]));
  it("fills in the usual space and leaves re-ranking to the server", () => {
    const body = bodyOf({ ...NOTHING, terms: [pictureTerm(1)] }, "photo");
    expect([body.space, body.rerank, body.where.folder]).toEqual(["photo", null, null]);
  });
  it("says who must be in the pictures", () => expect([bodyOf(full, "photo").where.person, bodyOf(NOTHING, "photo").where.person]).toEqual([12, null]));
  it("does not change with the cut-off, the order or the hit looked at", () =>
    expect(bodyOf({ ...full, cutoff: 0.9, order: "bands", why: null }, "photo")).toEqual(bodyOf(full, "photo")));
  it("has points checked only where there is one picture", () => {
    const one = { ...full, terms: [pictureTerm(1)] };
    expect([bodyOf(one, "photo").verify, bodyOf(full, "photo").verify]).toEqual([true, false]);
  });
  it("changes with a filter", () => expect(bodyOf({ ...full, filters: NO_FILTERS }, "photo")).not.toEqual(bodyOf(full, "photo")));
});

describe("withTerm", () => {
  it("adds a picture once and turns its weight the second time", () => {
    const terms = withTerm(withTerm([pictureTerm(1)], pictureTerm(2)), pictureTerm(2, -1));
    expect(terms).toEqual([pictureTerm(1), pictureTerm(2, -1)]);
  });
  it("lets a region stand beside its whole picture", () => {
    const region = { ...pictureTerm(1), box: { x1: 0, y1: 0, x2: 9, y2: 9 } };
    expect(withTerm([region], pictureTerm(1))).toHaveLength(2);
  });
});

it("needs at least one picture that says what to look for", () => {
  expect([isAnswerable(NOTHING), isAnswerable({ ...NOTHING, terms: [pictureTerm(1, -1)] }), isAnswerable(full)]).toEqual([false, false, true]);
});

describe("a drawing in a search", () => {
  const drawn: Query = { ...NOTHING, terms: [pictureTerm(3), sketchTerm(TOKEN, 0.5)], drawing: true, measure: "distance" };

  it("stands in the link, with its board and the way nearness is said", () => {
    expect(writeQuery(drawn).toString()).toBe(`t=p3&t=s${TOKEN}*0.5&by=distance&draw=1`);
    expect(readQuery(writeQuery(drawn))).toEqual(drawn);
  });
  it("is told from a photo that the server keeps", () =>
    expect(sentTerms([sketchTerm(TOKEN), uploadTerm(TOKEN)]).map(({ upload, kind }) => [upload, kind])).toEqual([
      [TOKEN, "sketch"],
      [TOKEN, "photo"],
    ]));
  it("is compared where the server says, whatever was chosen, and never point by point", () => {
    const body = bodyOf({ ...NOTHING, terms: [sketchTerm(TOKEN)], space: "crow", verify: true }, "photo");
    expect([body.space, body.verify]).toEqual([null, false]);
    expect(bodyOf({ ...NOTHING, verify: true, terms: [pictureTerm(1)] }, "photo", "data:now").verify).toBe(false);
  });
  it("gives way to what is on the board now, at its place and with its weight", () =>
    expect(sentTerms(drawn.terms, "data:now").map(({ picture, image, weight, kind }) => [picture, image, weight, kind])).toEqual([
      [3, null, 1, "photo"],
      [null, "data:now", 0.5, "sketch"],
    ]));
  it("joins the photos before it has a place in the link", () =>
    expect(sentTerms([pictureTerm(3)], "data:now").map(({ image }) => image)).toEqual([null, "data:now"]));
  it("is answerable before it has one", () => expect([isAnswerable(NOTHING), isAnswerable(NOTHING, "data:now")]).toEqual([false, true]));
  it("is one: a newer one takes its place and its weight", () => {
    const terms = withSketch(withSketch([pictureTerm(1), sketchTerm("aa", 0.5)], "bb"), "cc");
    expect(terms).toEqual([pictureTerm(1), sketchTerm("cc", 0.5)]);
    expect(withSketch([pictureTerm(1)], "aa")).toEqual([pictureTerm(1), sketchTerm("aa")]);
    expect(withoutSketch(terms)).toEqual([pictureTerm(1)]);
  });
});

it("a label narrows the search and stands in the link", () => {
  const query = { ...NOTHING, terms: [pictureTerm(1)], filters: { ...NO_FILTERS, label: "photo:cup: tea" } };
  expect(readQuery(new URLSearchParams(writeQuery(query).toString()))).toEqual(query);
  expect(bodyOf(query, "photo").where.label).toBe("photo:cup: tea");
});

describe("words", () => {
  it("stand in a link as they were said", () => {
    expect(readTerm("wa dog, 100%*-0.5")).toEqual(wordsTerm("a dog, 100%", -0.5));
    expect(readQuery(writeQuery({ ...NOTHING, terms: [wordsTerm("Zoë & her dog?")] })).terms).toEqual([wordsTerm("Zoë & her dog?")]);
  });
  it.each(["w", "w ", "w*2"])("refuse “%s”, which says nothing", (text) => expect(readTerm(text)).toBeNull());
  it("are cut where the server would refuse them", () => expect(readTerm(`w${"a".repeat(300)}`)?.id).toHaveLength(200));
  it("take the place of those before, keep their weight and stay in front", () => {
    const terms = [pictureTerm(3), wordsTerm("a d", 0.5)];
    expect(withWords(terms, "a dog ")).toEqual([pictureTerm(3), wordsTerm("a dog", 0.5)]);
    expect(withWords([pictureTerm(3)], "a dog")).toEqual([wordsTerm("a dog"), pictureTerm(3)]);
    expect(withWords(terms, "  ")).toEqual([pictureTerm(3)]);
  });
  it("are sent as text, and leave the space to the server when they are alone", () => {
    const alone = bodyOf({ ...NOTHING, terms: [wordsTerm("a dog", 2)] }, "photo");
    expect(alone.terms).toEqual([{ picture: null, upload: null, image: null, text: "a dog", kind: "words", weight: 2, box: null }]);
    expect(alone.space).toBeNull();
    expect(bodyOf({ ...NOTHING, terms: [wordsTerm("a dog"), pictureTerm(3)] }, "photo").space).toBe("photo");
  });
  it("are compared in their own space, beside that of the pictures", () => {
    const spaces = (...terms: Query["terms"]) => spacesOf({ ...NOTHING, terms }, "photo");
    expect(spaces(wordsTerm("a dog"))).toEqual(["words"]);
    expect(spaces(wordsTerm("a dog"), pictureTerm(3))).toEqual(["words", "photo"]);
    expect(spaces(pictureTerm(3), wordsTerm("a dog"), sketchTerm(TOKEN))).toEqual(["words", "sketch"]);
    expect(spaces(pictureTerm(3))).toEqual(["photo"]);
  });
  it("cannot be checked by points", () => expect(bodyOf({ ...NOTHING, verify: true, terms: [wordsTerm("a dog")] }, "photo").verify).toBe(false));
});
