"""Who made this vector: for each descriptor, what every cell of the map adds to every channel of the pooled vector.

Shares (rows, cols, channels) add up over cells to the pooled vector exactly. For sums with weights (fc, SPoC, CroW,
CAM) they are simply the terms. Where pooling is not a sum, the channel's value is split by a rule that is stated.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors import pooling
from mindseye.descriptors.cam import activation_maps, top_classes
from mindseye.descriptors.classes import WEIGHT, probabilities
from mindseye.descriptors.crow import channel_weights, spatial_weights
from mindseye.descriptors.pooling import TINY
from mindseye.descriptors.pwa import part_weights
from mindseye.descriptors.pwa import pwa as part_vectors
from mindseye.descriptors.rmac import regions
from mindseye.types import FeatureMap

Shares = NDArray[np.float32]  # (rows, cols, channels)


def fc(features: FeatureMap) -> Shares:
    """Each cell's part of the mean."""
    rows, cols, _ = features.shape
    return np.asarray(features / (rows * cols), np.float32)


def spoc(features: FeatureMap) -> Shares:
    """Each cell's features, weighted by the centre prior."""
    rows, cols, _ = features.shape
    return np.asarray(features * pooling.centre_prior(rows, cols)[:, :, None], np.float32)


def mac(features: FeatureMap) -> Shares:
    """The cell that holds the maximum owns it; several that hold it share it equally."""
    highest = features.max(axis=(0, 1))
    holds = (features == highest).astype(np.float32)
    return np.asarray(highest * holds / holds.sum(axis=(0, 1)), np.float32)


def gem(features: FeatureMap, p: float = 3.0) -> Shares:
    """A channel's value is split in proportion to each cell's p-th power."""
    powers = features**p
    return np.asarray(pooling.gem(features, p) * powers / np.maximum(powers.sum(axis=(0, 1)), TINY), np.float32)


def rmac(features: FeatureMap, scales: int = 3) -> Shares:
    """As for MAC within each region, with the region's own norm."""
    rows, cols, _ = features.shape
    total = np.zeros(features.shape, np.float32)
    for y, x, side in regions(rows, cols, scales):
        part = mac(features[y : y + side, x : x + side])
        total[y : y + side, x : x + side] += part / max(float(np.linalg.norm(part.sum(axis=(0, 1)))), TINY)
    return total


def crow(features: FeatureMap) -> Shares:
    """Each cell's features with the weights of its place and of the channels."""
    return np.asarray(features * spatial_weights(features)[:, :, None] * channel_weights(features), np.float32)


def cam(features: FeatureMap, logits: NDArray[np.float32], classifier: NDArray[np.float32], top: int = 8) -> Shares:
    """Each cell's features, weighted by the class maps, each divided by the norm of its class's vector."""
    maps = activation_maps(features, classifier[top_classes(logits, top)])  # (top, rows, cols)
    scale = channel_weights(features)
    norms = np.linalg.norm(np.einsum("kyx,yxc->kc", maps, features, optimize=True) * scale, axis=1)
    weights = (maps / np.maximum(norms, TINY)[:, None, None]).sum(axis=0)
    return np.asarray(features * weights[:, :, None] * scale, np.float32)


def spoc_and_classes(features: FeatureMap, logits: NDArray[np.float32], classifier: NDArray[np.float32]) -> Shares:
    """The root of a channel is split as the channel is; the root of a class's probability as its positive evidence."""
    sums = spoc(features)
    totals = sums.sum(axis=(0, 1))
    channels = sums / np.maximum(totals, TINY) * pooling.unit(np.sqrt(totals))
    evidence = np.maximum(features @ classifier.T, 0.0)  # (rows, cols, classes)
    whole = evidence.sum(axis=(0, 1))
    even = 1.0 / (features.shape[0] * features.shape[1])  # a class without evidence anywhere is spread evenly
    split = np.where(whole > 0, evidence / np.maximum(whole, TINY), even)
    classes = split * np.float32(WEIGHT) * np.sqrt(probabilities(logits))
    return np.asarray(np.concatenate([channels, classes], axis=2), np.float32)


def pwa(features: FeatureMap, chosen: NDArray[np.int64], axes: NDArray[np.float32]) -> Shares:
    """Each cell's features with the part's weight there, over the norm of the part's vector, turned on to `axes`."""
    weights = part_weights(features, chosen)  # (parts, rows, cols)
    norms = np.linalg.norm(part_vectors(features, chosen), axis=1)
    turned = features @ axes.T  # (rows, cols, part_dim)
    scaled = (weights / np.maximum(norms, TINY)[:, None, None]).transpose(1, 2, 0)  # (rows, cols, parts)
    return np.asarray(scaled[..., None] * turned[:, :, None, :], np.float32).reshape(*features.shape[:2], -1)


def to_score(
    parts: Shares, query: NDArray[np.float32], axes: NDArray[np.float32], offset: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return what each cell adds to the cosine with `query` (dim,), (rows, cols): the sum is the score itself.

    With v = Σ shares, u = v / |v| and y = axes u + offset, the score is (axesᵀ query · u + query · offset) / |y|, a
    sum over cells but for its constant, which is spread evenly.
    """
    rows, cols, _ = parts.shape
    pooled = parts.sum(axis=(0, 1), dtype=np.float64)
    length = max(float(np.linalg.norm(pooled)), TINY)
    norm = max(float(np.linalg.norm(axes @ (pooled / length) + offset)), TINY)
    return np.asarray(parts @ (axes.T @ query / (length * norm)) + (query @ offset) / (norm * rows * cols), np.float32)
