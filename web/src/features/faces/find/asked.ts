/** What the page that finds faces shows, as far as a link can say it. */
import { type FaceSearch } from "@/api/faces";
import { type From, readFrom, writeFrom } from "@/components/given/from";

export interface Asked extends FaceSearch {
  from: From | null;
  /** Boxes are drawn as squares. */
  square: boolean;
}

export const LEAST_SIZE = 8; // px

export const NOTHING_ASKED: Asked = { from: null, minSize: null, minScore: null, square: false };

/** A number within its limits; null: none, or nonsense. */
function within(text: string | null, least: number, most: number): number | null {
  const value = text === null || !/^\d+(\.\d+)?$/.test(text) ? Number.NaN : Number(text);
  return value >= least && value <= most ? value : null;
}

export function readAsked(params: URLSearchParams): Asked {
  const size = within(params.get("size"), LEAST_SIZE, 4096);
  return { from: readFrom(params), minSize: size === null ? null : Math.round(size), minScore: within(params.get("score"), 0, 1), square: params.get("square") === "1" };
}

export function linkOf({ from, minSize, minScore, square }: Asked): string {
  const params = new URLSearchParams();
  writeFrom(params, from);
  if (minSize !== null) params.set("size", String(minSize));
  if (minScore !== null) params.set("score", String(minScore));
  if (square) params.set("square", "1");
  const text = params.toString();
  return text ? `/faces?${text}` : "/faces";
}

/** A score in steps of a hundredth that still lets in what reached `score`. */
export const justBelow = (score: number) => Math.max(0, Math.floor(score * 100 + 1e-9) / 100);
