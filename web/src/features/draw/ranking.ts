/** Places of the largest probabilities, largest first; of equals, the first. */
export function bestPlaces(probabilities: readonly number[], count: number): number[] {
  const places = probabilities.map((_, place) => place);
  return places.sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b).slice(0, count);
}
