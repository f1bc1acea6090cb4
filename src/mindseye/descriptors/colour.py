"""The plain baseline: which colours a picture has, wherever they are. A histogram over hue, saturation and value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.pooling import unit
from mindseye.types import RGB

HUES, SATURATIONS, VALUES = 16, 4, 4
BINS = HUES * SATURATIONS * VALUES
SIDE = 128  # px: a histogram of a smaller picture is the same and much quicker

Histogram = NDArray[np.float32]  # (BINS,), ≥ 0, sums to 1


def histogram(rgb: RGB) -> Histogram:
    """Return the share of the picture in each bin, (256,), summing to 1."""
    counts = np.bincount(bin_of(shrunk(rgb)).reshape(-1), minlength=BINS).astype(np.float32)
    return np.asarray(counts / counts.sum(), np.float32)


def bin_of(rgb: RGB) -> NDArray[np.intp]:
    """Return the bin of each pixel, (height, width): hue first, then saturation, then value."""
    import cv2

    hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV_FULL).astype(np.intp)  # each 0–255
    hue, saturation, value = hsv[..., 0] * HUES // 256, hsv[..., 1] * SATURATIONS // 256, hsv[..., 2] * VALUES // 256
    return np.asarray((hue * SATURATIONS + saturation) * VALUES + value)


def shrunk(rgb: RGB) -> RGB:
    """Return the picture with its longer side at most SIDE px."""
    import cv2

    scale = SIDE / max(rgb.shape[:2])
    if scale >= 1.0:
        return rgb
    size = max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def for_bhattacharyya(colours: Histogram) -> Histogram:
    """Return √h: of unit length, and inner products are Bhattacharyya's coefficient Σ √(h₁ h₂)."""
    return np.asarray(np.sqrt(colours), np.float32)


def for_correlation(colours: Histogram) -> Histogram:
    """Return (h − mean h), of unit length: inner products are Pearson's correlation."""
    return unit(np.asarray(colours - colours.mean(), np.float32))


def bhattacharyya_distance(first: Histogram, second: Histogram) -> float:
    """Return √(1 − Σ √(h₁ h₂)), 0 to 1: Bhattacharyya 1943, bounded as in Comaniciu et al. 2003, equation 5."""
    coefficient = float(np.sqrt(first.astype(np.float64) * second).sum())
    return float(np.sqrt(max(0.0, 1.0 - coefficient)))


def correlation(first: Histogram, second: Histogram) -> float:
    """Return Pearson's correlation of two histograms, −1 to 1 (Pearson 1896)."""
    return float(for_correlation(first) @ for_correlation(second))
