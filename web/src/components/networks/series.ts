/** Networks that are compared with each other, in the order of their story, from plain to deep: each has its own hue. */
const STORIES = [["digits-fcn", "digits-lenet5", "digits-cnn"], ["letters-cnn"], ["catsdogs-classic", "cats-dogs"]];

const HUES = 4;

const storyOf = (name: string) => STORIES.find((story) => story.includes(name)) ?? [];
const rank = (name: string) => {
  const place = storyOf(name).indexOf(name);
  return place < 0 ? HUES - 1 : place;
};

export function inOrder<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  return [...items].sort((a, b) => rank(nameOf(a)) - rank(nameOf(b)) || nameOf(a).localeCompare(nameOf(b)));
}

/** Number of the CSS variable `--series-N`. */
export const seriesOf = (name: string) => rank(name) + 1;

export const colourOf = (name: string) => `var(--series-${seriesOf(name)})`;
