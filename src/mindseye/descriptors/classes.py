"""The default descriptor: what is to be seen, by channels and by the names that the network has for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.pooling import Vector, spoc, unit
from mindseye.types import FeatureMap

WEIGHT = 0.5  # of the classes beside the channels


def spoc_and_classes(features: FeatureMap, logits: NDArray[np.float32]) -> Vector:
    """Return [unit(√SPoC), ½ √p], (channels + classes,): p are the probabilities of ImageNet's classes.

    SPoC with its centre prior (Babenko and Lempitsky 2015, equations 1 to 3). The square root, as in Perronnin et al.
    2010, section 3.2, and Arandjelović and Zisserman 2012 (RootSIFT), keeps a few loud channels from drowning the
    rest; roots of probabilities are of unit length, and their inner product is Bhattacharyya's coefficient.
    """
    return np.concatenate([unit(np.sqrt(spoc(features))), np.float32(WEIGHT) * np.sqrt(probabilities(logits))])


def probabilities(logits: NDArray[np.float32]) -> Vector:
    """Return the softmax of logits (classes,)."""
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), np.float32)
