import { expect, it } from "vitest";

import { inOrder, seriesOf } from "./series";

it("tells the story from plain to deep, and adds others by name", () => {
  const names = ["digits-cnn", "mine", "digits-fcn", "another", "digits-lenet5"];
  expect(inOrder(names, (name) => name)).toEqual(["digits-fcn", "digits-lenet5", "digits-cnn", "another", "mine"]);
});

it("keeps a network's hue wherever it stands", () => expect(seriesOf("digits-cnn")).toBe(3));
