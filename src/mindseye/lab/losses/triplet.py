"""Triplet margin loss: an anchor is to be nearer to its positive than to its negative, by a margin.

Most triplets are learned soon and teach nothing more, so that which ones to learn from decides the result. Two answers:
semi-hard negatives (Schroff, Kalenichenko and Philbin 2015, "FaceNet", equations 1 to 4) and the hardest positive and
negative in the batch (Hermans, Beyer and Leibe 2017, "In defense of the triplet loss", equation 5).
"""

import torch
from torch import Tensor

from mindseye.lab.losses import loss

TINY = 1e-12  # under the root, whose slope at 0 is infinite


@loss("triplet-semi-hard")
def triplet_semi_hard(vectors: Tensor, groups: Tensor, margin: float) -> Tensor:
    """Return the mean of max(0, d²(a, p) − d²(a, n) + margin) over all pairs (a, p), each with its semi-hard n.

    vectors (n, dim), groups (n,). 0 where the batch holds no triplet.
    """
    squares = squared_distances(vectors)
    return _hinge(squares, semi_hard(squares.detach(), groups), margin)


@loss("triplet-batch-hard")
def triplet_batch_hard(vectors: Tensor, groups: Tensor, margin: float) -> Tensor:
    """Return the mean of max(0, d(a, p) − d(a, n) + margin) over all anchors, with the hardest p and n of the batch.

    vectors (n, dim), groups (n,). The distances are not squared: Hermans et al. found that squared ones collapse.
    """
    distances = (squared_distances(vectors) + TINY).sqrt()
    return _hinge(distances, batch_hard(distances.detach(), groups), margin)


def squared_distances(vectors: Tensor) -> Tensor:
    """Return the squared Euclidean distance of all rows to all rows, (n, n), never below 0."""
    squares = vectors.square().sum(dim=1)
    return torch.relu(squares[:, None] + squares[None, :] - 2.0 * vectors @ vectors.T)


def semi_hard(distances: Tensor, groups: Tensor) -> Tensor:
    """Return triplets (t, 3) of row numbers, anchor, positive, negative: one for each ordered pair of one group.

    The negative is the nearest that is farther from the anchor than the positive is; where all are nearer, the
    farthest of them, since hard negatives early on make a network collapse (Schroff et al., section 3.2).
    """
    alike = groups[:, None] == groups[None, :]
    anchors, positives = _pairs(alike)
    own = distances[anchors, positives][:, None]  # (t, 1)
    rows = distances[anchors].masked_fill(alike[anchors], float("nan"))  # (t, n)
    farther = torch.where(rows > own, rows, float("inf"))
    nearer = torch.where(rows <= own, rows, -float("inf"))
    negatives = torch.where(farther.isfinite().any(dim=1), farther.argmin(dim=1), nearer.argmax(dim=1))
    return torch.stack([anchors, positives, negatives], dim=1)[_has_negative(alike)[anchors]]


def batch_hard(distances: Tensor, groups: Tensor) -> Tensor:
    """Return triplets (t, 3) of row numbers: each anchor with the farthest of its group and the nearest of others."""
    alike = groups[:, None] == groups[None, :]
    others = alike & ~torch.eye(len(groups), dtype=torch.bool)
    positives = distances.masked_fill(~others, -float("inf")).argmax(dim=1)
    negatives = distances.masked_fill(alike, float("inf")).argmin(dim=1)
    triplets = torch.stack([torch.arange(len(groups)), positives, negatives], dim=1)
    return triplets[others.any(dim=1) & _has_negative(alike)]


def _pairs(alike: Tensor) -> tuple[Tensor, Tensor]:
    """Return anchors and positives, (t,) each: every row with every other of its group."""
    anchors, positives = alike.nonzero(as_tuple=True)
    apart = anchors != positives
    return anchors[apart], positives[apart]


def _has_negative(alike: Tensor) -> Tensor:
    return ~alike.all(dim=1)


def _hinge(distances: Tensor, triplets: Tensor, margin: float) -> Tensor:
    anchors, positives, negatives = triplets.unbind(dim=1)
    gaps = torch.relu(distances[anchors, positives] - distances[anchors, negatives] + margin)
    return gaps.sum() / max(1, len(gaps))
