export default {
  loading: "Loading…",
  retry: "Try again",
  cancel: "Cancel",
  dismiss: "Dismiss",
  copy: { done: "Copied", byHand: "Copy this:", failed: "That could not be copied" },
  failed: "That did not work",
  gone: {
    title: "The server does not answer",
    cure: "Is “mindseye serve” still running? What you have done here is safe meanwhile.",
  },
};
