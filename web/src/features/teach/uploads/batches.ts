/** Files travel in small groups: one by one would be slow, and of large groups one would not see how far they are. */

export const MOST_FILES = 8;
export const MOST_BYTES = 16_000_000;

/** How many of the files, from the first on, make the next group. One at least, however large. */
export function nextBatch(sizes: readonly number[], mostFiles = MOST_FILES, mostBytes = MOST_BYTES): number {
  let bytes = 0;
  for (let i = 0; i < Math.min(sizes.length, mostFiles); i++) {
    bytes += sizes[i] ?? 0;
    if (i > 0 && bytes > mostBytes) return i;
  }
  return Math.min(sizes.length, mostFiles);
}
