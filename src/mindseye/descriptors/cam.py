"""Class-weighted features: pooled where the network sees what it believes to be in the picture (CAM)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.crow import channel_weights
from mindseye.descriptors.pooling import TINY, Vector, unit
from mindseye.types import FeatureMap


def cam(features: FeatureMap, logits: NDArray[np.float32], classifier: NDArray[np.float32], top: int = 8) -> Vector:
    """Return the sum over the `top` most probable classes of their unit vectors, (channels,).

    Each is Σ over cells of the class's activation map · features, times CroW's channel weights. `logits` (classes,),
    `classifier` (classes, channels). Jimenez et al. 2017, Class-weighted convolutional features for visual instance
    search, equations 1 to 4; the classes are the picture's own, as in its "online aggregation".
    """
    weights = activation_maps(features, classifier[top_classes(logits, top)])  # (top, rows, cols)
    vectors = np.einsum("kyx,yxc->kc", weights, features, optimize=True) * channel_weights(features)
    return np.asarray(unit(vectors.astype(np.float32)).sum(axis=0), np.float32)


def top_classes(logits: NDArray[np.float32], top: int) -> NDArray[np.intp]:
    """Return the most probable classes, best first."""
    return np.argsort(-logits, kind="stable")[:top]


def activation_maps(features: FeatureMap, classifier: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return max(0, Σ over channels of weight · features) for each class, its maximum 1: (classes, rows, cols).

    Zhou et al. 2016, Learning deep features for discriminative localization, equation 2.
    """
    maps = np.maximum(np.einsum("kc,yxc->kyx", classifier, features, optimize=True), 0.0)
    return np.asarray(maps / np.maximum(maps.max(axis=(1, 2), keepdims=True), TINY), np.float32)
