"""Part-based weighting: some channels fire for parts of things; the map of each weights a pooling of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.pooling import TINY, Vector, unit
from mindseye.types import FeatureMap

ALPHA = BETA = 2.0  # the powers of the paper's equation 3


def detectors(pooled: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Return the `count` channels that vary most over pictures, the most varied first, from pooled (n, channels).

    Xu et al. 2018, Unsupervised part-based weighting aggregation of deep convolutional features for image retrieval,
    section 3.2: a channel that differs from picture to picture tells pictures apart.
    """
    return np.argsort(-pooled.var(axis=0), kind="stable")[:count].astype(np.int64)


def part_weights(features: FeatureMap, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return (v / (Σ vᵅ)^(1/α))^(1/β) of each chosen channel's map v: (parts, rows, cols), equation 3."""
    maps = features[:, :, chosen].transpose(2, 0, 1)
    norms = (maps**ALPHA).sum(axis=(1, 2), keepdims=True) ** (1.0 / ALPHA)
    return np.asarray((maps / np.maximum(norms, TINY)) ** (1.0 / BETA), np.float32)


def pwa(features: FeatureMap, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return Σ over cells of each part's weight · features: (parts, channels), equation 4."""
    weights = part_weights(features, chosen)
    cells = weights.shape[1] * weights.shape[2]
    return np.asarray(weights.reshape(len(chosen), cells) @ features.reshape(cells, -1), np.float32)


def joined(features: FeatureMap, chosen: NDArray[np.int64], axes: NDArray[np.float32]) -> Vector:
    """Return the parts' unit vectors, each turned on to `axes` (part_dim, channels), end to end: (parts · part_dim,).

    The paper joins the parts whole, equation 5; with 1,280 channels its whitening would weigh tens of megabytes, so
    one short PCA that all parts share goes before.
    """
    return np.asarray((unit(pwa(features, chosen)) @ axes.T).reshape(-1), np.float32)
