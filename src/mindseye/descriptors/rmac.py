"""Regional maxima: squares of several sizes laid over the map, each giving its own vector (R-MAC)."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.pooling import Vector, unit
from mindseye.types import FeatureMap

OVERLAP = 0.4  # of neighbouring squares of the largest size, as near as whole numbers allow
Region = tuple[int, int, int]  # top row, left column, side


def rmac(features: FeatureMap, scales: int = 3) -> Vector:
    """Return the sum of the unit vectors of all regions, (channels,).

    Tolias et al. 2016, Particular object retrieval with integral max-pooling of CNN activations, section 3.2. The
    whitening of each region is left out: it happens once, at the end, as for all descriptors here.
    """
    return np.asarray(unit(region_maxima(features, scales)).sum(axis=0), np.float32)


def region_maxima(features: FeatureMap, scales: int = 3) -> NDArray[np.float32]:
    """Return the maximum of each channel in each region, (regions, channels)."""
    rows, cols, _ = features.shape
    cells = np.ascontiguousarray(
        features
    )  # channel beside channel: a maximum of whole rows at a time, ten times faster
    return np.stack([cells[y : y + s, x : x + s].max(axis=0).max(axis=0) for y, x, s in regions(rows, cols, scales)])


@lru_cache(maxsize=256)
def regions(rows: int, cols: int, scales: int = 3) -> tuple[Region, ...]:
    """Return the squares, evenly spread: at scale l of side 2 · min(rows, cols) / (l + 1), l of them along the short
    side and l + m along the long one; m makes neighbours at the first scale overlap by about 40 %."""
    short, long = sorted((rows, cols))
    extra = _extra(short, long)
    found: list[Region] = []
    for scale in range(1, scales + 1):
        side = max(1, math.floor(2 * short / (scale + 1)))
        along_rows = _starts(rows, side, scale + (extra if rows > cols else 0))
        along_cols = _starts(cols, side, scale + (extra if cols > rows else 0))
        found += [(y, x, side) for y in along_rows for x in along_cols]
    return tuple(dict.fromkeys(found))


def _extra(short: int, long: int) -> int:
    """Return how many more squares than one lie along the long side at the first scale, 0 to 6."""
    if short == long:
        return 0
    return min(range(1, 7), key=lambda extra: abs(1.0 - (long - short) / extra / short - OVERLAP))


def _starts(length: int, side: int, count: int) -> list[int]:
    """Return `count` evenly spaced first cells, from one edge to the other."""
    if count == 1:
        return [(length - side) // 2]
    return [math.floor(i * (length - side) / (count - 1)) for i in range(count)]
