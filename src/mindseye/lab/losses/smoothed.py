"""Cross-entropy with smoothed labels (Szegedy et al. 2016, "Rethinking the Inception architecture", section 7)."""

from torch import Tensor, nn

from mindseye.lab.losses import loss

SMOOTHING = 0.05  # a few pictures of every collection are labelled wrongly, and none is worth certainty


@loss("smoothed")
def smoothed(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the mean cross-entropy with targets of 0.95 plus a uniform share of the rest. logits (n, classes)."""
    return nn.functional.cross_entropy(logits, targets, label_smoothing=SMOOTHING)
