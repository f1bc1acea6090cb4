"""Cross-dimensional weighting: places that are busy and channels that are rare count for more (CroW)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.pooling import TINY, Vector
from mindseye.types import FeatureMap

EPSILON = 1e-6


def crow(features: FeatureMap) -> Vector:
    """Return Σ over cells of S(cell) · features(cell), times the channels' weights: (channels,).

    Kalantidis et al. 2016, Cross-dimensional weighting for aggregated deep convolutional features, equations 1 to 5.
    """
    weights = spatial_weights(features)
    return np.asarray(np.einsum("yxc,yx->c", features, weights) * channel_weights(features), np.float32)


def spatial_weights(features: FeatureMap, a: float = 2.0, b: float = 2.0) -> NDArray[np.float32]:
    """Return S = (S′ / (Σ S′ᵃ)^(1/a))^(1/b) where S′ is the sum over channels: (rows, cols), equations 2 and 3."""
    busy = features.sum(axis=2, dtype=np.float32)
    norm = float((busy**a).sum()) ** (1.0 / a)
    return np.asarray((busy / max(norm, TINY)) ** (1.0 / b), np.float32)


def channel_weights(features: FeatureMap) -> Vector:
    """Return log((K ε + Σ Q) / (ε + Qₖ)), (channels,): Qₖ is the share of cells with channel k over 0; equation 5."""
    filled = (features > 0).mean(axis=(0, 1))
    total = len(filled) * EPSILON + filled.sum()
    return np.asarray(np.log(total / (EPSILON + filled)), np.float32)
