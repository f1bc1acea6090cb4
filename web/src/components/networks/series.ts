/** The networks of the digits in the order of their story, from plain to deep, and each with a hue of its own. */
const STORY = ["digits-fcn", "digits-lenet5", "digits-cnn"];

const HUES = 4;

const rank = (name: string) => (STORY.includes(name) ? STORY.indexOf(name) : STORY.length);

export function inOrder<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  return [...items].sort((a, b) => rank(nameOf(a)) - rank(nameOf(b)) || nameOf(a).localeCompare(nameOf(b)));
}

/** Number of the CSS variable `--series-N`. */
export const seriesOf = (name: string) => Math.min(HUES, rank(name) + 1);

export const colourOf = (name: string) => `var(--series-${seriesOf(name)})`;
