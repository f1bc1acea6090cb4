export default {
  label: "Region of the picture",
  none: "No region yet: the whole picture counts",
  some: "From {{x}}, {{y}}: {{width}} × {{height}} pixels",
  help: "Draw a rectangle on the picture. By keyboard: Enter begins a region, arrows move it, Shift and arrows resize it, Control makes small steps, Delete takes it away.",
};
