"""Cross-entropy over the vocabulary with smoothed labels (Szegedy et al. 2016, section 7): one wording among many."""

from torch import Tensor, nn

from mindseye.lab.losses import loss

SMOOTHING = 0.1  # the word that a person wrote is one of several that would do


@loss("next-word")
def next_word(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the mean cross-entropy with targets of 0.9 plus a uniform share of the rest. logits (n, words)."""
    return nn.functional.cross_entropy(logits, targets, label_smoothing=SMOOTHING)
