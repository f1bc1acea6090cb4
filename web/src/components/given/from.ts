/** A picture that a link can name: one of the library, one kept for the link, or a sample that ships. */
export type From = { kind: "picture"; id: number } | { kind: "upload"; token: string } | { kind: "sample"; name: string };

/** What stands in a link under each of the three names; nonsense is no picture. */
const READERS: { [Kind in From["kind"]]: (text: string) => From | null } = {
  picture: (text) => (/^\d{1,9}$/.test(text) ? { kind: "picture", id: Number(text) } : null),
  upload: (text) => (/^[0-9a-f]{32}$/.test(text) ? { kind: "upload", token: text } : null),
  sample: (text) => (/^[\w-]{1,60}$/.test(text) ? { kind: "sample", name: text } : null),
};
const KINDS = ["picture", "upload", "sample"] as const;

const wordOf = (from: From) => String(from.kind === "picture" ? from.id : from.kind === "upload" ? from.token : from.name);

/** The picture of a link with one picture: "?picture=12", "?upload=…", "?sample=cat". */
export function readFrom(params: URLSearchParams): From | null {
  return KINDS.map((kind) => READERS[kind](params.get(kind) ?? "")).find((from) => from !== null) ?? null;
}

export function writeFrom(params: URLSearchParams, from: From | null): void {
  if (from) params.set(from.kind, wordOf(from));
}

/** The same as one word, for links with several pictures: "picture:12". */
export const textOf = (from: From) => `${from.kind}:${wordOf(from)}`;

export function fromText(text: string | null): From | null {
  const [, kind, word] = /^(\w+):(.+)$/.exec(text ?? "") ?? [];
  const known = KINDS.find((each) => each === kind);
  return known && word ? READERS[known](word) : null;
}
