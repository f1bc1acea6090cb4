"""From pairs of alike features to a score for each picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.verification.segment import OCTAVE, Votes

SIGMA = 14.0  # bits; how fast a pair's weight falls with the difference of its signatures
TURNS = 16  # parts of the circle
ZOOMS = 9  # octaves: −4 … 4


def scores(votes: Votes, asked: int, features: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (pictures,) scores, 0–1, of a query with `asked` features for pictures with so many `features`.

    A pair weighs exp(−(bits / σ)²) (Jégou et al. 2009, section 4). Bursts (ibid.): within a picture, the votes of one
    asked feature are divided by the root of their number; over all pictures, by the root of their sum, so that what is
    everywhere says little. Weak geometry (Jégou et al. 2008, section 4): of a picture's votes only those count that
    agree on a turn, and on a zoom; the smaller of the two sums is the score, divided by the mean number of features,
    in which the picture's own number has the weight 1/4.
    """
    rows = len(features)
    weights = np.exp(-((votes.bits / SIGMA) ** 2))
    key = votes.asked * rows + votes.rows
    _, place, times = np.unique(key, return_inverse=True, return_counts=True)
    weights /= np.sqrt(times[place])
    weights /= np.sqrt(np.maximum(np.bincount(votes.asked, weights, minlength=asked), 1e-9))[votes.asked]
    turn = _histogram(votes.rows, votes.turn * TURNS // 256, weights, rows, TURNS)
    octaves = np.rint(votes.zoom / OCTAVE).astype(np.int64)
    zoom = _histogram(votes.rows, np.clip(octaves + ZOOMS // 2, 0, ZOOMS - 1), weights, rows, ZOOMS)
    turned = (turn + np.roll(turn, 1, axis=1)).max(axis=1)  # two neighbouring parts, so that no edge cuts a peak
    zoomed = (zoom[:, 1:] + zoom[:, :-1]).max(axis=1)
    expected = np.maximum(asked, 30) ** 0.75 * np.maximum(features, 30) ** 0.25
    return np.asarray(np.minimum(1.0, np.minimum(turned, zoomed) / expected), np.float64)


def _histogram(
    rows: NDArray[np.int64], parts: NDArray[np.int64], weights: NDArray[np.float64], count: int, bins: int
) -> NDArray[np.float64]:
    sums = np.bincount(rows * bins + parts, weights, minlength=count * bins)
    return np.asarray(sums.reshape(count, bins), np.float64)
