/** Which pictures are selected, by number: an answer that changes (sorting, new pictures) does not change it. */
export type Chosen = ReadonlySet<number>;

export const NONE: Chosen = new Set<number>();

export function toggled(chosen: Chosen, id: number): Chosen {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

export const joined = (chosen: Chosen, ids: Iterable<number>): Chosen => new Set([...chosen, ...ids]);

export function without(chosen: Chosen, ids: Iterable<number>): Chosen {
  const next = new Set(chosen);
  for (const id of ids) next.delete(id);
  return next;
}

/** From the anchor to where one is, in reading order; both included. */
export const span = (anchor: number | null, to: number): [number, number] =>
  anchor === null ? [to, to] : [Math.min(anchor, to), Math.max(anchor, to)];
