import type { Hit, SearchReply } from "@/api/types";

const COLUMNS: readonly (readonly [string, (hit: Hit, index: number) => string | number | null | undefined])[] = [
  ["rank", (_, index) => index + 1],
  ["id", ({ picture }) => picture.id],
  ["score", ({ score }) => score.toFixed(4)],
  ["band", ({ band }) => band],
  ["rank_score", ({ rank_score }) => rank_score.toFixed(4)],
  ["agreeing_points", ({ inliers }) => inliers],
  ["matched", ({ matched }) => matched.join(" ")],
  ["path", ({ picture }) => picture.path],
  ["width", ({ picture }) => picture.width],
  ["height", ({ picture }) => picture.height],
  ["taken", ({ picture }) => picture.taken],
  ["sha256", ({ picture }) => picture.sha256],
];

/** A spreadsheet runs a text that begins like a formula, and a file's name may have been chosen by a stranger. */
const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** One field by RFC 4180. Numbers may be negative; texts that look like formulas are defused. */
function field(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "number" || /^-?\d+(\.\d+)?$/.test(value) ? String(value) : harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvOf(hits: readonly Hit[]): string {
  const lines = hits.map((hit, index) => COLUMNS.map(([, value]) => field(value(hit, index))).join(","));
  return [COLUMNS.map(([name]) => name).join(","), ...lines, ""].join("\r\n");
}

/** The reply as it came, with the hits that are shown and the link that finds them again. */
export const jsonOf = (reply: SearchReply, hits: readonly Hit[], link: string) => JSON.stringify({ link, ...reply, hits }, null, 2);
