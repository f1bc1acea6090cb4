"""What a backbone and a histogram saw in one picture: all that any descriptor starts from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.types import FeatureMap


@dataclass(frozen=True, slots=True)
class Seen:
    """From one decode and one pass of the network; what no wanted space needs is None."""

    map: FeatureMap | None = None  # (rows, cols, channels), ≥ 0
    logits: NDArray[np.float32] | None = None  # (classes,)
    colours: NDArray[np.float32] | None = None  # (256,), the colour histogram
    layout: NDArray[np.float32] | None = None  # (243,), the colours of 9 × 9 cells
    classifier: NDArray[np.float32] | None = None  # (classes, channels): the network's weights, not the picture's
