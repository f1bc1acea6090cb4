/** Examples on their way from one class to another, by a pointer. */
export const DRAGGED = "application/x-mindseye-examples";

/** The number of an example, and of its class where that is known. */
type Pair = readonly [id: number, classId: number | null];

const isPair = (value: unknown): value is Pair => Array.isArray(value) && Number.isInteger(value[0]) && (value[1] === null || Number.isInteger(value[1]));

export function draggedFrom(text: string): Pair[] | null {
  if (!text) return null;
  try {
    const pairs: unknown = JSON.parse(text);
    return Array.isArray(pairs) && pairs.every(isPair) ? pairs : null;
  } catch {
    return null;
  }
}

/** By the class they come from; those that are in `to` already stay. What comes from nobody knows where stands under `to` too. */
export function groupedBy(pairs: Iterable<Pair>, to: number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [id, from] of pairs) {
    if (from === to) continue;
    const key = from ?? to;
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return groups;
}
