export default {
  unseen: "This browser cannot show the picture, but the server can read it.",
  paste: "or paste one with",
  camera: "Camera",
  others_one: "{{number}} file that is no picture was left out.",
  others_other: "{{number}} files that are no pictures were left out.",
};
