"""Figures of merit: pure functions on arrays. Fractions are 0–1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]  # (n, classes), rows sum to 1
Labels = NDArray[np.int64]  # (n,)


def accuracy(probabilities: Probabilities, labels: Labels) -> float:
    """Return the share of rows whose most probable class is the true one."""
    return float((probabilities.argmax(axis=1) == labels).mean())


def log_loss(probabilities: Probabilities, labels: Labels) -> float:
    """Return the mean of −ln p(true class), with p at least 1e-12."""
    own = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(own, 1e-12)).mean())


def expected_calibration_error(probabilities: Probabilities, labels: Labels, bins: int = 15) -> float:
    """Return the mean gap of confidence and accuracy over equal bins of confidence (Guo et al. 2017, equation 3)."""
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[places == b].mean() - right[places == b].mean()) * (places == b).mean()
        for b in np.unique(places)
    ]
    return float(sum(gaps))


def confusion(probabilities: Probabilities, labels: Labels) -> NDArray[np.int64]:
    """Return counts, (classes, classes): row = true class, column = answer."""
    classes = probabilities.shape[1]
    counts = np.bincount(labels * classes + probabilities.argmax(axis=1), minlength=classes * classes)
    return counts.reshape(classes, classes).astype(np.int64)


def percentiles(milliseconds: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return float(p50), float(p95)
