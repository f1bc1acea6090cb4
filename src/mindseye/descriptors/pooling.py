"""From a map of features, (rows, cols, channels), to one vector: by sum, maximum, generalised mean."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.types import FeatureMap

Vector = NDArray[np.float32]  # (channels,)
TINY = 1e-12  # what a norm is at least, lest an empty map divide by nothing


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return rows (…, dim) scaled to unit length; a row of zeros stays so."""
    norms = np.sqrt(np.einsum("...d,...d->...", vectors, vectors, dtype=np.float64))[..., None]
    return np.asarray(vectors / np.maximum(norms, TINY), np.float32)


def fc(features: FeatureMap) -> Vector:
    """Return the mean of each channel, (channels,): what the network's own last, fully connected layer receives.

    Babenko et al. 2014, Neural codes for image retrieval, section 3: the layer before the classes as a descriptor.
    """
    return np.asarray(features.mean(axis=(0, 1)), np.float32)


def spoc(features: FeatureMap, centred: bool = True) -> Vector:
    """Return the sum of each channel, (channels,), near cells weighing more with `centred`.

    Babenko and Lempitsky 2015, Aggregating deep convolutional features, equations 1 to 3 (SPoC).
    """
    if not centred:
        return np.asarray(features.sum(axis=(0, 1)), np.float32)
    rows, cols, channels = features.shape
    weights = centre_prior(rows, cols).reshape(-1)
    return np.asarray(_as_matrix(features) @ weights, np.float32).reshape(channels)


def centre_prior(rows: int, cols: int) -> NDArray[np.float32]:
    """Return exp(−((y − H/2)² + (x − W/2)²) / 2σ²), (rows, cols); σ is a third of the way from the centre to the edge.

    Babenko and Lempitsky 2015, equation 2. A cell's place is its centre, so that the prior is symmetrical.
    """
    sigma = min(rows, cols) / 2.0 / 3.0
    y = np.arange(rows) + 0.5 - rows / 2.0
    x = np.arange(cols) + 0.5 - cols / 2.0
    return np.exp(-(y[:, None] ** 2 + x[None, :] ** 2) / (2.0 * sigma**2)).astype(np.float32)


def mac(features: FeatureMap) -> Vector:
    """Return the maximum of each channel, (channels,): Tolias et al. 2016, equation 2 (MAC)."""
    return np.asarray(features.max(axis=(0, 1)), np.float32)


def gem(features: FeatureMap, p: float = 3.0) -> Vector:
    """Return the generalised mean (mean xᵖ)^(1/p) of each channel, (channels,); p = 1 is the mean, p → ∞ the maximum.

    Radenović et al. 2018, Fine-tuning CNN image retrieval with no human annotation, equation 3 (GeM). Values are ≥ 0.
    """
    powers = features * features * features if p == 3.0 else features**p  # three products: far quicker than a power
    means = powers.mean(axis=(0, 1), dtype=np.float32)
    return np.asarray(np.cbrt(means) if p == 3.0 else means ** (1.0 / p), np.float32)


def _as_matrix(features: FeatureMap) -> NDArray[np.float32]:
    """Return (channels, cells): no copy where the memory is channel by channel, as networks leave it."""
    return features.transpose(2, 0, 1).reshape(features.shape[2], -1)
