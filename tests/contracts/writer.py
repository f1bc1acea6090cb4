"""A second process that writes until it is killed: `python -m tests.contracts.writer URL SPACE DIM`.

It puts ids 0, 1, 2, … in batches of ten, each with the vector that `vector_of` gives, says each batch that is done, and
drops every id that ends in 7 afterwards.
"""

from __future__ import annotations

import sys

import numpy as np

from mindseye.index import open_index
from mindseye.types import Vectors

BATCH = 10


def vectors_of(ids: list[int], dim: int) -> Vectors:
    """Return for each id a unit vector (n, dim) that follows from it."""
    rows = np.stack([np.random.default_rng(number).standard_normal(dim) for number in ids])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def main(url: str, space: str, dim: int) -> None:
    index = open_index(url, space, dim, writable=True)
    for start in range(0, 100_000, BATCH):
        ids = list(range(start, start + BATCH))
        index.put(np.array(ids), vectors_of(ids, dim))
        index.drop(np.array([number for number in ids if number % 10 == 7]))
        print(start + BATCH, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
