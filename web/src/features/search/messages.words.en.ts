export default {
  title: "In words",
  label: "What the pictures show, in words",
  placeholder: "a dog in the snow",
  clear: "Clear the words",
  weight: "Weight of the words",
  like: "Shows this",
  unlike: "Does not show this",
  ignored: "Words ignored",
  try: "Try",
  ideas: { one: "a dog in the snow", two: "people on a beach", three: "a child in a red shirt", four: "a bike on the road" },
  notes: {
    title: "What was not understood",
    "words-unknown_one": "is not understood, and no caption, label or name here holds it.",
    "words-unknown_other": "are not understood, and no caption, label or name here holds them.",
    "words-as-text_one": "is no word that the model knows: found in captions, labels or names alone.",
    "words-as-text_other": "are no words that the model knows: found in captions, labels or names alone.",
  },
};
