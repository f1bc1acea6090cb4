/** What the classify page shows, as far as a link can say it. */

export interface Asked {
  /** A picture of the library, a picture kept for a link, or a sample that ships. */
  from: { kind: "picture"; id: number } | { kind: "upload"; token: string } | { kind: "sample"; name: string } | null;
  /** Names of models; empty: the usual one. */
  models: readonly string[];
  why: { model: string; label: number } | null;
}

const whole = (text: string | null): number | null => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null);

function fromOf(params: URLSearchParams): Asked["from"] {
  const id = whole(params.get("picture"));
  if (id !== null) return { kind: "picture", id };
  const token = params.get("upload") ?? "";
  if (/^[0-9a-f]{32}$/.test(token)) return { kind: "upload", token };
  const name = params.get("sample") ?? "";
  return /^[\w-]{1,60}$/.test(name) ? { kind: "sample", name } : null;
}

export function readAsked(params: URLSearchParams): Asked {
  const models = (params.get("models") ?? "").split(",").filter((name) => /^[\w.-]{1,120}$/.test(name));
  const [, model, label] = /^(.+):(\d{1,6})$/.exec(params.get("why") ?? "") ?? [];
  return { from: fromOf(params), models: [...new Set(models)], why: model && label ? { model, label: Number(label) } : null };
}

export function linkOf({ from, models, why }: Asked): string {
  const params = new URLSearchParams();
  if (from?.kind === "picture") params.set("picture", String(from.id));
  if (from?.kind === "upload") params.set("upload", from.token);
  if (from?.kind === "sample") params.set("sample", from.name);
  if (models.length > 0) params.set("models", models.join(","));
  if (why) params.set("why", `${why.model}:${why.label}`);
  const text = params.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text ? `/classify?${text}` : "/classify";
}

/** The models that answer: those asked for that there are, else the usual one. */
export function chosenOf<Model extends { name: string }>(models: readonly Model[], asked: readonly string[], usual = "photo"): Model[] {
  const chosen = models.filter(({ name }) => asked.includes(name));
  if (chosen.length > 0) return chosen;
  return models.filter(({ name }, index) => (models.some((model) => model.name === usual) ? name === usual : index === 0));
}

/** Those that ship first, the most general before the others; then what was taught here. */
export function inOrder<Model extends { name: string; taught: boolean; labels: readonly string[] }>(models: readonly Model[]): Model[] {
  return [...models].sort((a, b) => Number(a.taught) - Number(b.taught) || b.labels.length - a.labels.length || a.name.localeCompare(b.name));
}
