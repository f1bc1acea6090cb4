export interface Part {
  text: string;
  marked: boolean;
}

const FOREIGN = /[^\p{Script=Latin}\p{N}\p{P}\p{S}\s]/u;
const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A text in parts, its words that were looked for marked; in either number, as the server finds them. */
export function marksIn(text: string, words: readonly string[]): Part[] {
  const stems = words.map((word) => escaped(FOREIGN.test(word) ? word : word.replace(/(?<=..)(?:ies|y|es|s)$/, "")));
  if (stems.length === 0) return [{ text, marked: false }];
  const any = new RegExp(`((?<![\\p{L}\\p{N}])(?:${stems.join("|")})(?:ies|y|es|s)?(?![a-z0-9]))`, "giu");
  const foreign = new RegExp(`(${stems.join("|")})`, "gu");
  const isForeign = stems.some((stem) => FOREIGN.test(stem));
  return text
    .split(isForeign ? foreign : any)
    .map((part, index) => ({ text: part, marked: index % 2 === 1 }))
    .filter((part) => part.text !== "");
}
