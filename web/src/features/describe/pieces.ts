/** A part of a sentence as it is written; `word`: the place of the word whose map it shows, or null. */
export interface Piece {
  text: string;
  word: number | null;
}

/**
 * A sentence cut at its words: what stands between them, spaces and full stop, is kept as it is written. "man" and
 * "'s" stand together although they are two words.
 */
export function piecesOf(text: string, words: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  const lower = text.toLowerCase();
  let end = 0;
  words.forEach((word, index) => {
    const found = lower.indexOf(word.toLowerCase(), end);
    if (found < 0) return; // a word that is not written has nothing to point at
    if (found > end) pieces.push({ text: text.slice(end, found), word: null });
    end = found + word.length;
    pieces.push({ text: text.slice(found, end), word: index });
  });
  if (end < text.length) pieces.push({ text: text.slice(end), word: null });
  return pieces;
}

/** The sentence up to and with a word, as one would type it as a start. */
export const startWith = (words: readonly { text: string }[], last: number) =>
  words
    .slice(0, last + 1)
    .map(({ text }) => text.toLowerCase())
    .join(" ")
    .replaceAll(" '", "'");
