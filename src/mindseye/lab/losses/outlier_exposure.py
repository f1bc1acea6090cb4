"""Cross-entropy that also teaches doubt (Hendrycks, Mazeika and Dietterich, "Deep anomaly detection with outlier
exposure", 2019, equation 1): on a picture of no class, every class should be equally probable."""

import torch
from torch import Tensor, nn

from mindseye.lab.losses import loss

OUTLIER = -1  # the target of a picture that belongs to no class
WEIGHT = 0.5  # of the outlier term, as in the paper's classification experiments


@loss("outlier-exposure")
def outlier_exposure(logits: Tensor, targets: Tensor) -> Tensor:
    """Return CE(members) + 0.5 · CE(uniform, outliers), over the batch's size. logits (n, classes), targets (n,)."""
    members = targets != OUTLIER
    log_probabilities = nn.functional.log_softmax(logits, dim=1)
    own = nn.functional.nll_loss(log_probabilities[members], targets[members], reduction="sum")
    uniform = -log_probabilities[~members].mean(dim=1).sum()
    return (own + WEIGHT * uniform) / torch.tensor(len(targets), dtype=logits.dtype)
