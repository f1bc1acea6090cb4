"""What every engine asks of ids, vectors and queries, and how it orders hits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye.errors import MindsEyeError, RequestError
from mindseye.types import Hit, Ids, Vectors

CURE = "`mindseye library rebuild` makes it anew from the catalogue"
LONGEST = 1.01  # length of a vector that still counts as a unit vector


class EngineError(MindsEyeError):
    """An index that is damaged, foreign, busy, out of reach, or of another dim than was asked for."""


def checked_ids(ids: Any) -> Ids:
    """Return (n,) int64 ids ≥ 0, or raise RequestError."""
    numbers = np.asarray(ids)
    if numbers.size == 0:
        return np.zeros(0, np.int64)
    if numbers.ndim != 1 or numbers.dtype.kind not in "iu":
        raise RequestError(f"Ids are a list of whole numbers, not {numbers.dtype} of shape {numbers.shape}.")
    if numbers.min() < 0 or numbers.max() >= np.iinfo(np.int64).max:
        raise RequestError(f"Ids are from 0 to 2⁶³ − 2; {numbers.min()} to {numbers.max()} were given.")
    return numbers.astype(np.int64, copy=False)


def checked_queries(queries: Any, dim: int) -> Vectors:
    """Return (m, dim) float32 finite queries, or raise RequestError."""
    rows = np.asarray(queries)
    if rows.ndim != 2 or rows.shape[1] != dim or rows.dtype.kind not in "fiu":
        raise RequestError(f"This space has vectors of shape (n, {dim}); {rows.dtype} of {rows.shape} was given.")
    if not np.isfinite(rows).all():
        raise RequestError("A vector has values that are no finite numbers: make it again from its picture.")
    return np.ascontiguousarray(rows, np.float32)


def checked_vectors(ids: Ids, vectors: Any, dim: int) -> Vectors:
    """Return (n, dim) float32 vectors of unit length (or all 0), one for each id, or raise RequestError."""
    rows = checked_queries(vectors if len(ids) else np.zeros((0, dim), np.float32), dim)
    if len(rows) != len(ids):
        raise RequestError(f"{len(ids)} ids came with {len(rows)} vectors: there must be one for each.")
    lengths = np.sqrt(np.vecdot(rows, rows))
    wrong = (lengths > LONGEST) | ((lengths < 2 - LONGEST) & (lengths > 1e-6))
    if wrong.any():
        raise RequestError(f"Vectors must be of length 1; that of id {ids[wrong][0]} is {lengths[wrong][0]:.3g}.")
    return rows


def checked_k(k: int) -> int:
    if k < 1:
        raise RequestError(f"{k} hits were asked for; ask for 1 or more.")
    return int(k)


def last_of_each(ids: Ids) -> NDArray[np.intp]:
    """Return the position of the last occurrence of every id, ascending: of two vectors for one id the later counts."""
    _, from_the_end = np.unique(ids[::-1], return_index=True)
    return np.sort(len(ids) - 1 - from_the_end)


def best(ids: Ids, scores: NDArray[np.float32], k: int) -> list[Hit]:
    """Return the k best hits; equal scores in the order of their ids."""
    if k < len(scores):
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        kept = np.flatnonzero(scores >= least)
        ids, scores = ids[kept], scores[kept]
    order = np.lexsort((ids, -scores))[:k]
    return [Hit(i, score) for i, score in zip(ids[order].tolist(), scores[order].tolist(), strict=True)]
