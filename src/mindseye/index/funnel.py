"""Finding the nearest of many vectors: all of them exactly, or a funnel over their codes. Pure functions on arrays.

The funnel: the Hamming distances of all codes to the query's; of the nearest ones, a sharper estimate from the same
codes; of the best of these, the exact inner product. How far each stage reaches follows from the score of the k-th best
hit found so far and from how much a code may err (codes.py), so that a query with near neighbours costs little and a
hard one gets more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.index import codes as bits
from mindseye.types import Vectors

Rows = NDArray[np.int64]
FIRST = 4_000  # rows whose estimates are looked at before the funnel knows how far to reach
WIDEST = 48_000  # rows whose estimates are looked at in the end
AHEAD = 5  # so many times as many rows are set aside at once, for a second round
LEAD = 100  # rows that are scored exactly to learn how far to reach
SPREAD = 1.75  # standard deviations that a Hamming distance may be off
SHARP_SPREAD = 2.5  # the same for an estimate
SAMPLE = 65_536  # distances from which the FIRST rows' reach is read off
FEW = 8  # one row in so many, or fewer: their codes are copied together rather than all of them scanned
BLOCKED = np.iinfo(np.int32).max  # the distance of rows that may not be found


@dataclass(frozen=True, slots=True)
class Found:
    """Rows (n,) that may be among the best, with their exact scores."""

    rows: Rows
    scores: NDArray[np.float32]


def scan(vectors: Vectors, allowed: Rows | None, blocked: Rows, queries: Vectors) -> list[Found]:
    """Return the exact scores of the allowed rows, all but the `blocked` ones if None, for each query."""
    if allowed is None:
        allowed = np.arange(len(vectors)) if not len(blocked) else _others(blocked, len(vectors))
    together = vectors if len(allowed) == len(vectors) else vectors.take(allowed, axis=0)
    if len(queries) == 1:  # without BLAS, whose threads wait for each other where the cores are busy
        return [Found(allowed, np.vecdot(together, queries[0]))]
    return [Found(allowed, row) for row in queries @ together.T]


def funnel(
    vectors: Vectors,
    codes: bits.Codes,
    turn: NDArray[np.float32],
    allowed: Rows | None,
    blocked: Rows,
    queries: Vectors,
    k: int,
) -> list[Found]:
    """Return for each query rows among which its k best are to be expected, with their exact scores."""
    picked = allowed if allowed is not None and len(allowed) * FEW <= len(codes) else None
    if picked is not None:
        codes = codes.take(picked, axis=0)
    elif allowed is not None:
        blocked = _others(allowed, len(codes))
    lengths = np.sqrt(np.vecdot(queries, queries))
    units = queries / np.maximum(lengths, 1e-30)[:, None]
    found, rotated = [], bits.turned(units, turn)
    distances = bits.distances(codes, bits.signs(rotated))
    for near, unit, turned, length in zip(distances, units, rotated, lengths, strict=True):
        if picked is None:
            near[blocked] = BLOCKED
        rows, scores = _nearest(vectors, codes, picked, near, unit, turned, k)
        found.append(Found(rows, scores * length))
    return found


def _nearest(
    vectors: Vectors,
    codes: bits.Codes,
    picked: Rows | None,
    distances: NDArray[np.int32],
    unit: NDArray[np.float32],
    turned: NDArray[np.float32],
    k: int,
) -> tuple[Rows, NDArray[np.float32]]:
    """Return rows and exact scores for one query; `distances`, `codes` and `picked` go together."""

    def score(places: Rows) -> NDArray[np.float32]:
        rows = places if picked is None else picked[places]
        return np.asarray(np.vecdot(vectors.take(rows, axis=0), unit), np.float32)

    first = max(FIRST, 8 * k)
    reach, further = (_reach(distances, wanted, len(turned)) for wanted in (first, AHEAD * first))
    wider = np.flatnonzero(distances <= further)  # most often all that is needed: a second look at all costs more
    near = wider[distances[wider] <= reach]
    estimated = bits.estimates(codes.take(near, axis=0), turned)
    lead = near[_top(estimated, max(LEAD, 4 * k))]
    least = float(_least_of_best(score(lead), k))
    wide = bits.radius(least, len(turned), SPREAD)
    if wide > reach:
        near = wider[distances[wider] <= wide] if wide <= further else np.flatnonzero(distances <= wide)
        if len(near) > max(WIDEST, 8 * k):
            near = near[_top(-distances[near], max(WIDEST, 8 * k))]
        estimated = bits.estimates(codes.take(near, axis=0), turned)
    chosen = near[estimated >= bits.least_estimate(least, len(turned), SHARP_SPREAD)]
    chosen = np.append(lead, chosen[~np.isin(chosen, lead, kind="sort")])
    return (chosen if picked is None else picked[chosen]), score(chosen)


def _reach(distances: NDArray[np.int32], wanted: int, most: int) -> int:
    """Return a distance within which about so many rows lie, read off a sample; at most `most`."""
    step = max(1, len(distances) // SAMPLE)
    sample, at = distances[::step], wanted // step
    return most if at >= len(sample) else min(most, int(np.partition(sample, at)[at]))


def _top(values: NDArray[np.generic], count: int) -> Rows:
    """Return the positions of the largest values, in no order."""
    if count >= len(values):
        return np.arange(len(values))
    return np.argpartition(values, len(values) - count)[len(values) - count :]


def _least_of_best(scores: NDArray[np.float32], k: int) -> float:
    """Return the k-th best score, or −1 if there are not so many."""
    return float(np.partition(scores, len(scores) - k)[len(scores) - k]) if k <= len(scores) else -1.0


def _others(rows: Rows, count: int) -> Rows:
    kept = np.ones(count, bool)
    kept[rows] = False
    return np.flatnonzero(kept)
