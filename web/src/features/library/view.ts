import type { PictureFilter, PictureOrder } from "@/api/library";

/** What one looks at: all of it stands in the link. Empty: no restriction. */
export interface View {
  folder: string;
  /** First and last day, as 2024-05-31. */
  since: string;
  until: string;
  text: string;
  /** A label or a group that a model sees, as "photo:dog". */
  label: string;
  source: number | null;
  /** Number of a person with a face in the pictures. */
  person: number | null;
  order: PictureOrder;
}

export const ORDERS: readonly PictureOrder[] = ["newest", "oldest", "name", "added"];
export const EVERYTHING: View = { folder: "", since: "", until: "", text: "", label: "", source: null, person: null, order: "newest" };

/** A link may have been typed or cut: what is no date of the calendar does not count. */
function day(text: string | null): string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return "";
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : "";
}

const number = (text: string | null) => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null);

export function readView(params: URLSearchParams): View {
  const order = ORDERS.find((known) => known === params.get("order"));
  return {
    folder: params.get("folder") ?? "",
    since: day(params.get("since")),
    until: day(params.get("until")),
    text: (params.get("text") ?? "").slice(0, 200),
    label: (params.get("label") ?? "").slice(0, 200),
    source: number(params.get("source")),
    person: number(params.get("person")),
    order: order ?? EVERYTHING.order,
  };
}

/** Writes a view into a link and leaves alone what else stands there. */
export function writeView(params: URLSearchParams, view: View): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const key of Object.keys(EVERYTHING) as (keyof View)[]) {
    if (view[key] === EVERYTHING[key] || view[key] === null) next.delete(key);
    else next.set(key, String(view[key]));
  }
  return next;
}

export function filterOf(view: View, removed: boolean): PictureFilter {
  return {
    folder: view.folder || undefined,
    since: view.since || undefined,
    until: view.until || undefined,
    text: view.text.trim() || undefined,
    label: view.label || undefined,
    source: view.source ?? undefined,
    person: view.person ?? undefined,
    removed: removed || undefined,
  };
}

export const isFiltered = (view: View) =>
  view.folder !== "" || view.since !== "" || view.until !== "" || view.text.trim() !== "" || view.label !== "" || view.source !== null || view.person !== null;

/** The same order without any restriction. */
export const unfiltered = (view: View): View => ({ ...EVERYTHING, order: view.order });
