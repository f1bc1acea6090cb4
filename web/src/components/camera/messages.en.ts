export default {
  title: "Camera",
  close: "Close the camera",
  take: "Take this picture",
  view: "What the camera sees",
  asking: "Waiting for the camera. The browser may ask for your permission.",
  refused: "The camera is not allowed on this page. Allow it in the browser’s address bar, and try again.",
  absent: "No camera was found, or another program uses it.",
  insecure: "Browsers lend the camera only to this machine or over https. Open the studio at http://localhost, or choose pictures instead.",
  flip: "Other camera",
  retry: "Try again",
};
