export default {
  name: "Mind’s Eye",
  skip: "Skip to content",
  navigation: "Main",
  pages: { draw: "Draw", search: "Search", classify: "Classify", teach: "Teach", describe: "Describe", faces: "Faces", library: "Library", lab: "Lab", settings: "Settings" },
  lost: {
    title: "There is no such page",
    why: "The link may be old, or a letter went missing on the way.",
    cure: "Go to the drawing board",
  },
  fault: "This page stumbled",
  reload: "Load it again",
};
