import type { LabelCount } from "@/api/types";

export interface LabelNode {
  label: LabelCount;
  /** As the server's filter wants it. */
  value: string;
  /** Of a group: its labels. */
  below: readonly LabelNode[];
}

/** What one model sees: its groups, and the labels that belong to none. */
export interface LabelTree {
  model: string;
  nodes: readonly LabelNode[];
}

export const valueOf = ({ model, name }: Pick<LabelCount, "model" | "name">) => `${model}:${name}`;

const mostFirst = (a: LabelNode, b: LabelNode) => b.label.pictures - a.label.pictures || a.label.name.localeCompare(b.label.name);

function treeOf(labels: readonly LabelCount[]): LabelNode[] {
  const groups = labels.filter(({ kind }) => kind === "group");
  const plain = labels.filter(({ kind }) => kind === "label");
  const names = new Set(groups.map(({ name }) => name));
  const node = (label: LabelCount, below: readonly LabelNode[] = []): LabelNode => ({ label, value: valueOf(label), below });
  const grouped = groups.map((group) => node(group, plain.filter((label) => label.groups.includes(group.name)).map((label) => node(label)).sort(mostFirst)));
  // A label of a group that no picture shows stands by itself.
  const alone = plain.filter((label) => !label.groups.some((group) => names.has(group))).map((label) => node(label));
  return [...grouped.sort(mostFirst), ...alone.sort(mostFirst)];
}

/** Groups first, then labels without a group, the most frequent first; by model. */
export function treesOf(labels: readonly LabelCount[]): LabelTree[] {
  const models = [...new Set(labels.map(({ model }) => model))];
  return models.map((model) => ({ model, nodes: treeOf(labels.filter((label) => label.model === model)) }));
}

/** Those that hold what was typed in either language, without their groups. */
export function foundIn(labels: readonly LabelCount[], typed: string): LabelNode[] {
  const text = typed.trim().toLocaleLowerCase();
  return labels
    .filter(({ name, name_zh }) => name.toLocaleLowerCase().includes(text) || name_zh.toLocaleLowerCase().includes(text))
    .map((label) => ({ label, value: valueOf(label), below: [] }))
    .sort((a, b) => Number(b.label.kind === "group") - Number(a.label.kind === "group") || mostFirst(a, b));
}
