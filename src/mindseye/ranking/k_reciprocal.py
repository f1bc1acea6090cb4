"""k-reciprocal re-ranking: who has the query among his nearest, and which nearest do they share?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.ranking.arrays import Scores, Vector, mask_of, neighbours
from mindseye.types import Vectors

K1, K2 = 15, 5  # the neighbourhood and the few whose view is averaged; the paper's 20 and 6 hurt groups of four
OWN = 0.5  # λ, the weight of the original distance; 0.3 in the paper, which hurts groups of four too


def k_reciprocal(
    query: Vector, candidates: Vectors, scores: Scores, k1: int = K1, k2: int = K2, own: float = OWN
) -> Scores:
    """Return 1 − ((1 − λ) Jaccard + λ cosine distance) to the query: (n,), 1 for the same.

    Zhong et al. 2017, Re-ranking person re-identification with k-reciprocal encoding, equations 3 to 12.
    """
    vectors = np.concatenate([query[None], candidates])
    similarity = np.asarray(vectors @ vectors.T, np.float32)
    distance = np.maximum(2.0 - 2.0 * similarity, 0.0)
    distance = distance / np.maximum(distance.max(axis=1, keepdims=True), 1e-12)  # as the authors do, so that exp(−d)
    nearest = neighbours(similarity, k1 + 1)  # spreads alike for every picture
    views = _views(distance, nearest, _expanded(nearest, k1))
    few = nearest[:, :k2]
    views = np.asarray(views[few].mean(axis=1), np.float32)  # local query expansion, equation 11
    smaller = np.minimum(views[0], views[1:]).sum(axis=1)
    jaccard = 1.0 - smaller / np.maximum(views[0].sum() + views[1:].sum(axis=1) - smaller, 1e-12)  # equation 10
    return np.asarray(1.0 - (1.0 - own) * jaccard - own * distance[0, 1:], np.float32)


def _expanded(nearest: NDArray[np.intp], k1: int) -> NDArray[np.bool_]:
    """Return R*(p, k1) as (n, n): the k-reciprocal nearest and the half-sets that overlap them by 2/3 (equation 5)."""
    n = len(nearest)
    whole, half = _reciprocal(nearest, k1, n), _reciprocal(nearest, max(1, round(k1 / 2)), n)
    shared = whole.astype(np.float32) @ half.T.astype(np.float32)  # (p, q): |R(p, k1) ∩ R(q, k1/2)|
    joins = whole & (shared >= 2.0 / 3.0 * half.sum(axis=1)[None, :] - 1e-6)
    return np.asarray(whole | (joins.astype(np.float32) @ half.astype(np.float32) > 0))


def _reciprocal(nearest: NDArray[np.intp], k: int, n: int) -> NDArray[np.bool_]:
    """Return (n, n): True where each of two is among the k nearest of the other (equation 3); itself counts."""
    mask = mask_of(nearest[:, : k + 1], n)
    return np.asarray(mask & mask.T)


def _views(distance: NDArray[np.float32], nearest: NDArray[np.intp], members: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return exp(−distance) for members and 0 for others, rows summing to 1 (equation 7): (n, n)."""
    weights = np.where(members, np.exp(-distance), np.float32(0.0))
    return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12), np.float32)
