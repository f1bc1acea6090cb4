"""One bit per direction: what a vector's signs, after a random rotation, tell of its angle to others. Pure functions.

Turned by a random rotation, two vectors at an angle θ differ in each sign with probability p = θ / π (Charikar 2002,
"Similarity estimation techniques from rounding algorithms", section 3), so that the Hamming distance of their codes is
about bits · p, give or take √(bits · p · (1 − p)). If only one of the two is reduced to signs, their inner product is
estimated twice as sharply: Σ ± (turned query) / (√bits · √(2 / π)), give or take √((π / 2 − 1) · (1 − score²) / bits)
(Gao and Long 2024, "RaBitQ", theorem 3.2, with the mean of their factor ⟨ō, o⟩, which hardly varies: 0.80 ± 0.013).
"""

from __future__ import annotations

import itertools
import math
import os
import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye.types import Vectors

Codes = NDArray[np.uint8]  # (n, bits / 8)
FEWEST_BITS = 256
CHUNK = 16_384  # vectors that are turned at a time
WORTH_A_THREAD = 200_000  # distances: 0.4 ms
MOST_THREADS = 8
SIGNS = (2.0 * np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1) - 1.0).astype(np.float32)  # (256, 8)


def bits_for(dim: int) -> int:
    """Return how many bits a code has: one a dimension, but at least 256, and a multiple of 64."""
    return max(FEWEST_BITS, -(-dim // 64) * 64)


def rotation(dim: int, seed: int) -> NDArray[np.float32]:
    """Return (dim, bits) with orthonormal rows: a seeded random rotation of the vector padded with zeros."""
    bits = bits_for(dim)
    normal = np.random.default_rng(seed).standard_normal((bits, bits))
    turned, triangle = np.linalg.qr(normal)
    # Columns' signs as in Mezzadri 2007, so that every rotation is equally likely.
    return np.ascontiguousarray((turned * np.sign(np.diag(triangle)))[:dim], np.float32)


def turned(vectors: Vectors, turn: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors (n, dim) after the rotation: (n, bits)."""
    if len(vectors) == 1:  # without BLAS, whose threads wait for each other where the cores are busy
        return np.asarray(np.einsum("i,ij->j", vectors[0], turn)[None], np.float32)
    return np.asarray(vectors @ turn, np.float32)


def signs(rotated: NDArray[np.float32]) -> Codes:
    """Return the codes (n, bits / 8) of turned vectors (n, bits)."""
    return np.packbits(rotated > 0, axis=1)


def encode(vectors: Vectors, turn: NDArray[np.float32]) -> Codes:
    """Return the codes (n, bits / 8) of vectors (n, dim)."""
    parts = [signs(turned(vectors[i : i + CHUNK], turn)) for i in range(0, len(vectors), CHUNK)]
    return np.concatenate(parts) if parts else np.zeros((0, turn.shape[1] // 8), np.uint8)


def distances(codes: Codes, queries: Codes) -> NDArray[np.int32]:
    """Return the Hamming distances (m, n) of every code to every query's; `codes` may be memory-mapped."""
    codes, queries = np.ascontiguousarray(codes), np.ascontiguousarray(queries)
    found = np.empty((len(queries), len(codes)), np.int32)
    parts = _parts(len(queries), len(codes))
    # Threads of our own: OpenMP's wait for each other in a loop, which is slow where the cores are busy, and do not
    # survive a fork. One that is started for each search costs 0.05 ms.
    helpers = [threading.Thread(target=_measure, args=(codes, queries, found, *part)) for part in parts[1:]]
    for helper in helpers:
        helper.start()
    _measure(codes, queries, found, *parts[0])
    for helper in helpers:
        helper.join()
    return found


def _parts(queries: int, codes: int) -> list[tuple[slice, slice]]:
    """Return which queries and codes each thread takes: some of the queries, or of the codes if there is one query."""
    if queries * codes < 2 * WORTH_A_THREAD:
        return [(slice(queries), slice(codes))]
    threads = min(_cores(), MOST_THREADS, queries * codes // WORTH_A_THREAD, codes if queries == 1 else queries)
    cuts = np.linspace(0, codes if queries == 1 else queries, threads + 1).astype(int).tolist()
    shares = [slice(start, end) for start, end in itertools.pairwise(cuts)]
    return [(slice(1), share) if queries == 1 else (share, slice(codes)) for share in shares]


def _measure(codes: Codes, queries: Codes, found: NDArray[np.int32], which: slice, where: slice) -> None:
    """Fill in the distances of some queries to all codes, or of the only query to some; the GIL is free meanwhile."""
    import faiss

    kernels: Any = faiss  # its stubs leave the Hamming kernels out
    kernels.omp_set_num_threads(1)
    a, b, into = queries[which], codes[where], found[which, where]
    pointer = kernels.swig_ptr
    kernels.hammings(pointer(a), pointer(b), len(a), len(b), b.shape[1], pointer(into))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def estimates(codes: Codes, query: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the estimated inner products (n,) of a turned unit query (bits,) with the vectors behind codes."""
    tables = query.reshape(-1, 8) @ SIGNS.T  # (bits / 8, 256): what each byte adds
    total = np.zeros(len(codes), np.float32)
    for table, column in zip(tables, np.ascontiguousarray(codes.T), strict=True):
        total += table.take(column)
    return np.asarray(total / math.sqrt(len(query) * 2 / math.pi), np.float32)


def radius(score: float, bits: int, spread: float) -> int:
    """Return the Hamming distance within which a vector of this score lies, `spread` standard deviations allowed."""
    p = math.acos(max(-1.0, min(1.0, score))) / math.pi
    return math.ceil(bits * p + spread * math.sqrt(bits * p * (1 - p)))


def least_estimate(score: float, bits: int, spread: float) -> float:
    """Return the least estimate that a vector of this score has, `spread` standard deviations allowed."""
    return score - spread * math.sqrt((math.pi / 2 - 1) * max(0.0, 1 - score**2) / bits)
