"""Sentences and photos of a batch: each to its own, and away from the others, from the nearest most of all.

InfoNCE (van den Oord et al. 2018) both ways, as in CLIP (Radford et al. 2021), where a wrong partner weighs the more
the nearer it is (Robinson et al. 2021, "Contrastive learning with hard negative samples", equation 4).
"""

import torch
from torch import Tensor

from mindseye.lab.losses import loss

HARDNESS = 0.25  # how steeply a wrong partner's weight rises with its likeness, as a share of the sharpness itself
SMOOTHING = 0.05  # several sentences fit several photos


@loss("hard-negatives")
def hard_negatives(likeness: Tensor, own: Tensor) -> Tensor:
    """Return the mean loss of both ways.

    likeness (n, n): sentence i to photo j, times the sharpness; the diagonal is right. own (n, n): True where photo j
    is the one of sentence i, or the same picture: these count neither as right nor as wrong outside the diagonal.
    """
    return (_one_way(likeness, own) + _one_way(likeness.T, own.T)) / 2


def _one_way(likeness: Tensor, own: Tensor) -> Tensor:
    """Return the mean cross-entropy of rows with smoothed labels, each wrong partner's likeness raised by its weight.

    Weights rise with likeness and have a mean of one in a row; no slope goes through them.
    """
    right = torch.eye(len(likeness), dtype=torch.bool)
    wrong = ~(own | right)
    odds = (HARDNESS * likeness.detach()).masked_fill(~wrong, -torch.inf)
    weights = torch.log_softmax(odds, 1) + torch.log(wrong.sum(1, keepdim=True).clamp(min=1))
    raised = torch.where(right, likeness, torch.where(wrong, likeness + weights, -torch.inf))
    shares = torch.log_softmax(raised, 1)
    counted = right | wrong
    smooth = shares.masked_fill(~counted, 0.0).sum(1) / counted.sum(1)
    return -((1 - SMOOTHING) * shares.diagonal() + SMOOTHING * smooth).mean()
