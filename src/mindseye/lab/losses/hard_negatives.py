"""Sentences and photos of a batch: each to its own, and away from the others, from the nearest most of all.

InfoNCE (van den Oord et al. 2018) both ways, as in CLIP (Radford et al. 2021), where a wrong partner weighs the more
the nearer it is (Robinson et al. 2021, "Contrastive learning with hard negative samples", equation 4).
"""

import torch
from torch import Tensor, nn

from mindseye.lab.losses import loss

HARDNESS = 0.25  # how steeply a wrong partner's weight rises with its likeness, as a share of the sharpness itself
SMOOTHING = 0.05  # several sentences fit several photos


@loss("hard-negatives")
def hard_negatives(likeness: Tensor, own: Tensor) -> Tensor:
    """Return the mean loss of both ways.

    likeness (n, n): sentence i to photo j, times the sharpness; the diagonal is right. own (n, n): True where photo j
    is the one of sentence i, or the same picture: these count neither as right nor as wrong outside the diagonal.
    """
    targets = torch.arange(len(likeness))
    ways = torch.cat([_hardened(likeness, own), _hardened(likeness.T, own.T)])
    return nn.functional.cross_entropy(ways, targets.repeat(2), label_smoothing=SMOOTHING)


def _hardened(likeness: Tensor, own: Tensor) -> Tensor:
    """Return likeness with the logarithm of each wrong partner's weight added; weights have a mean of one in a row."""
    right = torch.eye(len(likeness), dtype=torch.bool)
    odds = (HARDNESS * likeness.detach()).masked_fill(own | right, -torch.inf)
    count = torch.isfinite(odds).sum(1, keepdim=True).clamp(min=1)
    weights = torch.log_softmax(odds, 1) + torch.log(count)
    return torch.where(right, likeness, likeness + weights).masked_fill(own & ~right, -1e4)
