import type { Box, SearchJson, Term } from "@/api/types";

/**
 * Where the picture of a term comes from: the library, by number, or an upload that the server keeps, by token. A
 * sketch is an upload too, but says what to find by its lines. Words have no picture: their id is the text itself.
 */
export type TermKind = "picture" | "upload" | "sketch" | "words";

export interface QueryTerm {
  kind: TermKind;
  id: string;
  /** Negative: not like this one. */
  weight: number;
  /** Only this region, in px of the upright picture. */
  box: Box | null;
}

export interface Filters {
  folder: string;
  since: string;
  until: string;
  text: string;
  /** Number of a person who is in the picture. */
  person: string;
  /** What is seen in the picture, as "photo:dog". */
  label: string;
}

/** A whole search, and what one looks at in it: all of it stands in the link. */
export interface Query {
  terms: readonly QueryTerm[];
  /** Empty: the usual one. */
  space: string;
  rerank: string;
  verify: boolean;
  k: number;
  /** Null: where the weak band ends. */
  cutoff: number | null;
  order: Order;
  filters: Filters;
  /** The hit whose reasons are shown. */
  why: number | null;
  /** Nearness as the cosine of the vectors, or as how far they are apart: the order is the same. */
  measure: Measure;
  /** The board is open beside the hits. */
  drawing: boolean;
}

export type Order = "bands" | "rank";
export type Measure = "cosine" | "distance";

export const LEAST_WEIGHT = -1;
export const MOST_WEIGHT = 2;
export const MOST_TERMS = 20;
export const COUNTS = [20, 60, 200, 1000] as const;
export const USUAL_COUNT = 60;
/** The server takes no longer filter. */
const MOST_LABEL = 200;

export const NO_FILTERS: Filters = { folder: "", since: "", until: "", text: "", person: "", label: "" };
export const NOTHING: Query = {
  terms: [],
  space: "",
  rerank: "",
  verify: false,
  k: USUAL_COUNT,
  cutoff: null,
  order: "bands",
  filters: NO_FILTERS,
  why: null,
  measure: "cosine",
  drawing: false,
};

export const pictureTerm = (id: number, weight = 1): QueryTerm => ({ kind: "picture", id: String(id), weight, box: null });
export const uploadTerm = (token: string, weight = 1): QueryTerm => ({ kind: "upload", id: token, weight, box: null });
export const sketchTerm = (token: string, weight = 1): QueryTerm => ({ kind: "sketch", id: token, weight, box: null });

export const wordsTerm = (text: string, weight = 1): QueryTerm => ({ kind: "words", id: text, weight, box: null });

export const isSketch = ({ kind }: QueryTerm) => kind === "sketch";
export const isWords = ({ kind }: QueryTerm) => kind === "words";

/** Vectors of drawings lie beside those of photos in this space and in no other; those of words in that one. */
export const SKETCH_SPACE = "sketch";
export const WORDS_SPACE = "words";
/** The server takes no longer text. */
export const MOST_CHARACTERS = 200;

const LETTERS: Readonly<Record<TermKind, string>> = { picture: "p", upload: "u", sketch: "s", words: "w" };
const KINDS: Readonly<Record<string, TermKind>> = { p: "picture", u: "upload", s: "sketch" };

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** "p12", "s0af3*-0.5", "p12*1_10_20_200_300", "wa dog*0.5": kind and id, then weight, then the region's corners. */
const TERM = /^(?:(p)(\d+)|([us])([0-9a-f]+))(?:\*(-?\d+(?:\.\d+)?))?(?:_(\d+)_(\d+)_(\d+)_(\d+))?$/;

const WORDS_TERM = /^w(.*?)(?:\*(-?\d+(?:\.\d+)?))?$/s;
const ENDS_LIKE_A_WEIGHT = /\*-?\d+(?:\.\d+)?$/;

/** Spaces are kept while somebody types, and mean nothing to the server. */
function readWords(text: string): QueryTerm | null {
  const [, words = "", weight] = WORDS_TERM.exec(text) ?? [];
  const kept = words.slice(0, MOST_CHARACTERS).trim();
  return kept ? wordsTerm(kept, clamp(Number(weight ?? 1), LEAST_WEIGHT, MOST_WEIGHT)) : null;
}

export function readTerm(text: string): QueryTerm | null {
  if (text.startsWith("w")) return readWords(text);
  const found = TERM.exec(text);
  if (!found) return null;
  const [, ofLibrary, picture, ofUpload, upload, weight, ...corners] = found;
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners.map(Number);
  return {
    kind: KINDS[ofLibrary ?? ofUpload ?? ""] ?? "picture",
    id: picture ?? upload ?? "",
    weight: clamp(Number(weight ?? 1), LEAST_WEIGHT, MOST_WEIGHT),
    box: x2 > x1 && y2 > y1 ? { x1, y1, x2, y2 } : null,
  };
}

export function writeTerm({ kind, id, weight, box }: QueryTerm): string {
  const heaviness = weight === 1 && !ENDS_LIKE_A_WEIGHT.test(id) ? "" : `*${Number(weight.toFixed(2))}`;
  const region = box ? `_${[box.x1, box.y1, box.x2, box.y2].map(Math.round).join("_")}` : "";
  return LETTERS[kind] + id + heaviness + region;
}

/** "12,40": pictures of the library, as other pages link to a search by them. */
function readPictures(text: string | null): QueryTerm[] {
  const ids = (text ?? "").split(",").filter((id) => /^\d+$/.test(id));
  return [...new Set(ids)].map((id) => pictureTerm(Number(id)));
}

const numberOf = (text: string | null) => (text === null || text.trim() === "" || Number.isNaN(Number(text)) ? null : Number(text));
const dateOf = (text: string | null) => (text !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? text : "");

/** Reads a link, however it was bent on its way: what makes no sense falls back to what is usual. */
export function readQuery(params: URLSearchParams): Query {
  const terms = [...params.getAll("t").map(readTerm), ...readPictures(params.get("pictures"))];
  const cutoff = numberOf(params.get("cutoff"));
  const why = numberOf(params.get("why"));
  return {
    terms: terms.filter((term) => term !== null).slice(0, MOST_TERMS),
    space: params.get("space") ?? "",
    rerank: params.get("rerank") ?? "",
    verify: params.get("verify") === "1",
    k: clamp(Math.round(numberOf(params.get("k")) ?? USUAL_COUNT), 1, 1000),
    cutoff: cutoff === null ? null : clamp(cutoff, -1, 1),
    order: params.get("order") === "rank" ? "rank" : "bands",
    filters: {
      folder: params.get("folder") ?? "",
      since: dateOf(params.get("since")),
      until: dateOf(params.get("until")),
      text: params.get("text") ?? "",
      person: /^[1-9]\d{0,8}$/.test(params.get("person") ?? "") ? (params.get("person") ?? "") : "",
      label: (params.get("label") ?? "").slice(0, MOST_LABEL),
    },
    why: why === null || !Number.isInteger(why) ? null : why,
    measure: params.get("by") === "distance" ? "distance" : "cosine",
    drawing: params.get("draw") === "1",
  };
}

/** The shortest link of a search: what is usual is left out. */
export function writeQuery(query: Query): URLSearchParams {
  const params = new URLSearchParams();
  for (const term of query.terms) params.append("t", writeTerm(term));
  const words: Record<string, string> = {
    space: query.space,
    rerank: query.rerank,
    verify: query.verify ? "1" : "",
    k: query.k === USUAL_COUNT ? "" : String(query.k),
    cutoff: query.cutoff === null ? "" : String(Number(query.cutoff.toFixed(3))),
    order: query.order === "bands" ? "" : query.order,
    ...query.filters,
    why: query.why === null ? "" : String(query.why),
    by: query.measure === "cosine" ? "" : query.measure,
    draw: query.drawing ? "1" : "",
  };
  for (const [key, value] of Object.entries(words)) if (value) params.set(key, value);
  return params;
}

const sent = ({ kind, id, weight, box }: QueryTerm): Term => ({
  picture: kind === "picture" ? Number(id) : null,
  upload: kind === "upload" || kind === "sketch" ? id : null,
  image: null,
  text: kind === "words" ? id : null,
  kind: kind === "sketch" || kind === "words" ? kind : "photo",
  weight,
  box,
});

/** `live`: the drawing as it stands on the board, as a data URL; it is newer than the one that the link names. */
export function sentTerms(terms: readonly QueryTerm[], live: string | null = null): Term[] {
  if (live === null) return terms.map(sent);
  const drawn = (weight: number): Term => ({ picture: null, upload: null, image: live, text: null, kind: "sketch", weight, box: null });
  const place = terms.findIndex(isSketch);
  return place < 0 ? [...terms.map(sent), drawn(1)] : terms.map((term, at) => (at === place ? drawn(term.weight) : sent(term)));
}

/** Points can be checked against one photo only: local features cannot be mixed, and drawings and words have none. */
export const canVerify = (terms: readonly QueryTerm[]) => terms.length === 1 && !terms.some(isSketch) && !terms.some(isWords);

/** The space that leaves no choice: that of drawings, and of photos beside them, or that of words where there is nothing else. */
export function fixedSpace({ terms, drawing }: Pick<Query, "terms" | "drawing">): string | undefined {
  if (drawing || terms.some(isSketch)) return SKETCH_SPACE;
  return terms.length > 0 && terms.every(isWords) ? WORDS_SPACE : undefined;
}

/** All spaces that a query is compared in: words in theirs, what stands beside them in its own. */
export function spacesOf(query: Pick<Query, "terms" | "drawing" | "space">, usualSpace: string): string[] {
  const rest = fixedSpace(query) ?? (query.space || usualSpace);
  return [...new Set([...(query.terms.some(isWords) ? [WORDS_SPACE] : []), rest])];
}

/** What the server is asked. The cut-off stays here: it only hides hits, and moving it must not cost a search. */
export function bodyOf({ terms, space, rerank, verify, k, filters }: Query, usualSpace: string, live: string | null = null): SearchJson {
  const isFixed = live !== null || terms.some(isSketch) || terms.every(isWords);
  return {
    terms: sentTerms(terms, live),
    image: null,
    sketch: null,
    words: null,
    // What comes as a drawing may turn out to be a photo: the server knows where to look then.
    space: isFixed ? null : space || usualSpace,
    rerank: rerank || null,
    verify: verify && canVerify(terms) && live === null,
    k,
    cutoff: null,
    where: {
      folder: filters.folder || null,
      since: filters.since || null,
      until: filters.until || null,
      text: filters.text || null,
      label: filters.label || null,
      source: null,
      person: filters.person ? Number(filters.person) : null,
      removed: false,
    },
  };
}

/** Terms can be told apart by what they show; the same picture twice would only add weight. */
export const sameTerm = (a: QueryTerm, b: QueryTerm) => a.kind === b.kind && a.id === b.id && !a.box && !b.box;

export function withTerm(terms: readonly QueryTerm[], added: QueryTerm): QueryTerm[] {
  const known = terms.findIndex((term) => sameTerm(term, added));
  if (known >= 0) return terms.map((term, index) => (index === known ? { ...term, weight: added.weight } : term));
  return [...terms, added].slice(0, MOST_TERMS);
}

/** One drawing a search: a newer one takes the place and the weight of the former. */
export function withSketch(terms: readonly QueryTerm[], token: string): QueryTerm[] {
  const place = terms.findIndex(isSketch);
  if (place < 0) return withTerm(terms, sketchTerm(token));
  return terms.map((term, at) => (at === place ? { ...term, id: token } : term));
}

export const withoutSketch = (terms: readonly QueryTerm[]) => terms.filter((term) => !isSketch(term));

/** The text of the search box: the first words of a search. None takes them away. */
export function withWords(terms: readonly QueryTerm[], text: string): QueryTerm[] {
  const place = terms.findIndex(isWords);
  const words = text.slice(0, MOST_CHARACTERS).trim();
  if (!words) return terms.filter((_, at) => at !== place);
  if (place < 0) return [wordsTerm(words), ...terms].slice(0, MOST_TERMS);
  return terms.map((term, at) => (at === place ? { ...term, id: words } : term));
}

export const withoutTerm = (terms: readonly QueryTerm[], index: number) => terms.filter((_, at) => at !== index);

export const withChanged = (terms: readonly QueryTerm[], index: number, change: Partial<QueryTerm>) =>
  terms.map((term, at) => (at === index ? { ...term, ...change } : term));

/** Only a positive term says what to look for; others alone would find everything that is unlike them. */
export const isAnswerable = ({ terms }: Pick<Query, "terms">, live: string | null = null) =>
  sentTerms(terms, live).some(({ weight }) => weight > 0);

/** How many options differ from the usual, so that a closed panel still says that something is set. */
export const optionsSet = ({ space, rerank, verify, k, filters }: Query) =>
  [space, rerank, verify, k !== USUAL_COUNT, ...Object.values(filters)].filter(Boolean).length;
