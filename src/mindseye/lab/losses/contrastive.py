"""Contrastive loss, by which siamese networks learn (Hadsell, Chopra and LeCun 2006, "Dimensionality reduction by
learning an invariant mapping", equation 4; Bromley et al. 1993 for the two networks with the same weights)."""

import torch
from torch import Tensor

from mindseye.lab.losses import loss

TINY = 1e-12  # under the root, whose slope at 0 is infinite


@loss("contrastive")
def contrastive(vectors: Tensor, groups: Tensor, margin: float) -> Tensor:
    """Return mean ½ D² over pairs of one group + mean ½ max(0, margin − D)² over pairs of two groups.

    D is the Euclidean distance of two rows of `vectors` (n, dim); `groups` is (n,). Every pair of the batch counts
    once. The two kinds are averaged each by itself: of random pairs hardly one in fifty is of one group.
    """
    first, second = torch.triu_indices(len(groups), len(groups), offset=1)
    squares = (vectors[first] - vectors[second]).square().sum(dim=1)
    alike = groups[first] == groups[second]
    gaps = torch.relu(margin - (squares[~alike] + TINY).sqrt())
    return 0.5 * _mean(squares[alike]) + 0.5 * _mean(gaps.square())


def _mean(values: Tensor) -> Tensor:
    """Return the mean, 0 of nothing."""
    return values.sum() / max(1, len(values))
