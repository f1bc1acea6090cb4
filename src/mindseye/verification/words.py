"""Descriptors as words and signatures: what an inverted file of local features is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.verification.learned import DIM, Learned, learned

BLOCK = 2048  # descriptors compared with all words at once


@dataclass(frozen=True, slots=True)
class Worded:
    """Descriptors (n) as their `m` nearest words and, for each of these, a signature of where they lie around it."""

    words: NDArray[np.int64]  # (n, m), the nearest first
    signatures: NDArray[np.uint64]  # (n, m), 64 bits


def worded(descriptors: NDArray[np.int8], m: int = 1) -> Worded:
    """Return words and signatures (Hamming embedding, Jégou et al. 2008, section 3) of descriptors (n, 64).

    Bit i of a signature is the sign of coordinate i of (descriptor − word) after a fixed random rotation.
    """
    known = learned()
    centres = descriptors.astype(np.float32) + 0.5  # a descriptor was rounded down
    words = np.concatenate(
        [_nearest(centres[i : i + BLOCK], known, m) for i in range(0, len(centres), BLOCK)]
        or [np.zeros((0, m), np.int64)]
    )
    turned, around = centres @ known.rotation, known.words @ known.rotation
    signatures = np.empty(words.shape, np.uint64)
    for column in range(m):
        bits = turned > around[words[:, column]]
        signatures[:, column] = np.packbits(bits, axis=1).view(np.uint64)[:, 0] if len(bits) else 0
    return Worded(words, signatures)


def _nearest(centres: NDArray[np.float32], known: Learned, m: int) -> NDArray[np.int64]:
    distances = np.einsum("ij,ij->i", known.words, known.words) - 2.0 * (centres @ known.words.T)
    rows, nearest = np.arange(len(centres)), np.empty((len(centres), m), np.int64)
    for column in range(m):  # a few passes are faster than a partial sort
        nearest[:, column] = distances.argmin(axis=1)
        distances[rows, nearest[:, column]] = np.inf
    return nearest


assert DIM == 64, "a signature fills one 64-bit number"
