"""What the methods of ranking share: their shapes, unit length, the best few."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.types import Vectors

Vector = NDArray[np.float32]  # (dim,), unit length
Scores = NDArray[np.float32]  # (n,), larger is nearer


def unit(vectors: NDArray[np.float32]) -> Vectors:
    """Return rows (n, dim) scaled to unit length; a row of zeros stays so."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)


def best(scores: Scores, count: int) -> NDArray[np.intp]:
    """Return the places of the `count` largest scores, best first; of equals the first."""
    return np.argsort(-scores, kind="stable")[:count]


def neighbours(similarity: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """Return for each row of (n, n) the columns of its `count` largest values, best first: (n, min(count, n))."""
    count = min(count, similarity.shape[1])
    some = np.argpartition(-similarity, count - 1, axis=1)[:, :count]  # ten times quicker than sorting whole rows
    order = np.argsort(-np.take_along_axis(similarity, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1)


def mask_of(places: NDArray[np.intp], width: int) -> NDArray[np.bool_]:
    """Return (n, width): True at the listed columns of each row."""
    mask = np.zeros((len(places), width), np.bool_)
    np.put_along_axis(mask, places, True, axis=1)
    return mask
