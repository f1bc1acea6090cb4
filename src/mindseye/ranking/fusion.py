"""Fusion: one order from the scores of several spaces, or of several methods."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mindseye.ranking.arrays import Scores

RANK_OFFSET = 60.0  # the paper's k: how little the very first places are preferred


def reciprocal_rank(scores: NDArray[np.float32], weights: Sequence[float] | None = None) -> Scores:
    """Return Σ over lists of weight / (60 + rank), (n,), from scores (lists, n); ranks count from 1, equals share one.

    Cormack et al. 2009, Reciprocal rank fusion outperforms Condorcet and individual rank learning methods.
    """
    ranks = 1.0 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2)  # (lists, n): how many are better
    return np.asarray(_weights(scores, weights) @ (1.0 / (RANK_OFFSET + ranks)), np.float32)


def z_norm(scores: NDArray[np.float32], weights: Sequence[float] | None = None) -> Scores:
    """Return Σ over lists of weight · (score − mean) / deviation, (n,), from scores (lists, n).

    Jain et al. 2005, Score normalization in multimodal biometric systems, equation 4, and the sum rule.
    """
    centred = scores - scores.mean(axis=1, keepdims=True)
    spread = scores.std(axis=1, keepdims=True)
    return np.asarray(_weights(scores, weights) @ (centred / np.maximum(spread, 1e-9)), np.float32)


def banded(scores: NDArray[np.float32], bands: Sequence[tuple[float, float]], weights: Sequence[float]) -> Scores:
    """Return the weighted mean over lists of (score − weak) / (strong − weak), (n,), from scores (lists, n).

    `bands` holds each list's weak and strong score, which mean as much in every list: so many unrelated pairs exceed
    them. They become 0 and 1, and lists of different scales can be added: min-max normalisation (Jain et al. 2005,
    equation 1) with ends that do not hang on the hits at hand. A list of negative weight only takes away, and only
    where its score is weak at least: what is not like the unwanted thing is no better for being utterly unlike it.
    """
    weak, strong = np.asarray(bands, np.float64).T[:, :, None]  # (lists, 1) each
    given = np.asarray(weights, np.float64)
    if given.shape != (len(scores),) or not np.abs(given).sum() > 0:
        raise ValueError(f"{len(scores)} lists need as many weights, not all 0; got {given.tolist()}")
    placed = (scores - weak) / np.maximum(strong - weak, 1e-9)
    placed[given < 0] = np.maximum(placed[given < 0], 0.0)
    whole = given[given > 0].sum() or np.abs(given).sum()
    return np.asarray(given @ placed / whole, np.float32)


def _weights(scores: NDArray[np.float32], weights: Sequence[float] | None) -> NDArray[np.float32]:
    """Return weights that sum to 1, equal if none are given."""
    given = np.ones(len(scores)) if weights is None else np.asarray(weights, np.float64)
    if given.shape != (len(scores),) or given.min() < 0 or given.sum() <= 0:
        raise ValueError(f"{len(scores)} lists need as many weights ≥ 0, not all 0; got {given.tolist()}")
    return np.asarray(given / given.sum(), np.float32)
