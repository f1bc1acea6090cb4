"""How like two faces are, 0 to 100, and what that means: the calibration of the model that makes the vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mindseye.models.card import Card

if TYPE_CHECKING:
    from mindseye.tasks.faces.comparison import FalseAccept


def confidence_of(cosines: NDArray[np.float32], card: Card) -> NDArray[np.float32]:
    """Return what `comparison.similarity` says of vectors with these cosines (n,), 0 to 100."""
    from mindseye.tasks.faces.comparison import similarity

    clipped = np.clip(cosines, -1.0, 1.0)
    two = np.stack([clipped, np.sqrt(1.0 - clipped**2)], 1).astype(np.float32)  # (n, 2): at this cosine to (1, 0)
    found: NDArray[np.float32] = similarity(np.array([[1.0, 0.0]], np.float32), np.ascontiguousarray(two), card)[0]
    return found


def verdict_of(confidence: float, card: Card) -> str:
    """Return `same`, `probably_same`, `unsure` or `different`."""
    from mindseye.tasks.faces.comparison import verdict

    return str(verdict(confidence, card))


def thresholds_of(card: Card) -> tuple[FalseAccept, ...]:
    """Return the confidences that 1 in 1,000, 10,000 and 100,000 pairs of different people reach."""
    from mindseye.tasks.faces.comparison import false_accepts

    return tuple(false_accepts(card))


def calibrated_on(card: Card) -> str:
    """Return what the thresholds were measured on."""
    from mindseye.tasks.faces import comparison

    return comparison.calibrated_on(card)
