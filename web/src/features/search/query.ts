import type { Box, SearchJson, Term } from "@/api/types";

/** Where the picture of a term comes from: the library, by number, or an upload that the server keeps, by token. */
export type TermKind = "picture" | "upload";

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
}

export type Order = "bands" | "rank";

export const LEAST_WEIGHT = -1;
export const MOST_WEIGHT = 2;
export const MOST_TERMS = 20;
export const COUNTS = [20, 60, 200, 1000] as const;
export const USUAL_COUNT = 60;

export const NO_FILTERS: Filters = { folder: "", since: "", until: "", text: "", person: "" };
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
};

export const pictureTerm = (id: number, weight = 1): QueryTerm => ({ kind: "picture", id: String(id), weight, box: null });
export const uploadTerm = (token: string, weight = 1): QueryTerm => ({ kind: "upload", id: token, weight, box: null });

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** "p12", "u0af3*-0.5", "p12*1_10_20_200_300": kind and id, then weight, then the region's corners. */
const TERM = /^(?:p(\d+)|u([0-9a-f]+))(?:\*(-?\d+(?:\.\d+)?))?(?:_(\d+)_(\d+)_(\d+)_(\d+))?$/;

export function readTerm(text: string): QueryTerm | null {
  const found = TERM.exec(text);
  if (!found) return null;
  const [, picture, upload, weight, ...corners] = found;
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners.map(Number);
  return {
    kind: picture === undefined ? "upload" : "picture",
    id: picture ?? upload ?? "",
    weight: clamp(Number(weight ?? 1), LEAST_WEIGHT, MOST_WEIGHT),
    box: x2 > x1 && y2 > y1 ? { x1, y1, x2, y2 } : null,
  };
}

export function writeTerm({ kind, id, weight, box }: QueryTerm): string {
  const heaviness = weight === 1 ? "" : `*${Number(weight.toFixed(2))}`;
  const region = box ? `_${[box.x1, box.y1, box.x2, box.y2].map(Math.round).join("_")}` : "";
  return (kind === "picture" ? "p" : "u") + id + heaviness + region;
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
    },
    why: why === null || !Number.isInteger(why) ? null : why,
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
  };
  for (const [key, value] of Object.entries(words)) if (value) params.set(key, value);
  return params;
}

const sent = ({ kind, id, weight, box }: QueryTerm): Term => ({
  picture: kind === "picture" ? Number(id) : null,
  upload: kind === "upload" ? id : null,
  image: null,
  weight,
  box,
});

export const sentTerms = (terms: readonly QueryTerm[]): Term[] => terms.map(sent);

/** Points can be checked against one picture only: local features cannot be mixed. */
export const canVerify = (terms: readonly QueryTerm[]) => terms.length === 1;

/** What the server is asked. The cut-off stays here: it only hides hits, and moving it must not cost a search. */
export function bodyOf({ terms, space, rerank, verify, k, filters }: Query, usualSpace: string): SearchJson {
  return {
    terms: sentTerms(terms),
    space: space || usualSpace,
    rerank: rerank || null,
    verify: verify && canVerify(terms),
    k,
    cutoff: null,
    where: {
      folder: filters.folder || null,
      since: filters.since || null,
      until: filters.until || null,
      text: filters.text || null,
      label: null,
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

export const withoutTerm = (terms: readonly QueryTerm[], index: number) => terms.filter((_, at) => at !== index);

export const withChanged = (terms: readonly QueryTerm[], index: number, change: Partial<QueryTerm>) =>
  terms.map((term, at) => (at === index ? { ...term, ...change } : term));

/** Only a positive term says what to look for; others alone would find everything that is unlike them. */
export const isAnswerable = ({ terms }: Query) => terms.some((term) => term.weight > 0);

/** How many options differ from the usual, so that a closed panel still says that something is set. */
export const optionsSet = ({ space, rerank, verify, k, filters }: Query) =>
  [space, rerank, verify, k !== USUAL_COUNT, ...Object.values(filters)].filter(Boolean).length;
