/** What the classify page shows, as far as a link can say it. */
import { type From, readFrom, writeFrom } from "@/components/given/from";

export interface Asked {
  from: From | null;
  /** Names of models; empty: the usual one. */
  models: readonly string[];
  why: { model: string; label: number } | null;
}

export function readAsked(params: URLSearchParams): Asked {
  const models = (params.get("models") ?? "").split(",").filter((name) => /^[\w.-]{1,120}$/.test(name));
  const [, model, label] = /^(.+):(\d{1,6})$/.exec(params.get("why") ?? "") ?? [];
  return { from: readFrom(params), models: [...new Set(models)], why: model && label ? { model, label: Number(label) } : null };
}

export function linkOf({ from, models, why }: Asked): string {
  const params = new URLSearchParams();
  writeFrom(params, from);
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
