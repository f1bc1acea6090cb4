"""Database augmentation: each candidate leans on its own nearest ones before it is compared with the query."""

from __future__ import annotations

import numpy as np

from mindseye.ranking.arrays import Scores, Vector, neighbours, unit
from mindseye.types import Vectors

COUNT = 5  # chosen on pictures that no benchmark uses, see docs/descriptors.md; more melts groups of four together
ALPHA = 2.0


def database_augmentation(
    query: Vector, candidates: Vectors, scores: Scores, count: int = COUNT, alpha: float = ALPHA
) -> Scores:
    """Return cosines of vectors that are each unit(Σ cosineᵅ · neighbour) over their `count` nearest and themselves.

    Arandjelović and Zisserman 2012, Three things everyone should know to improve object retrieval, section 5; weights
    as in Gordo et al. 2017, section 5.2. The query is augmented like the others, which is its expansion.
    """
    vectors = np.concatenate([query[None], candidates])  # (n + 1, dim)
    similarity = vectors @ vectors.T
    nearest = neighbours(similarity, count + 1)  # (n + 1, count + 1), itself among them
    weights = np.maximum(np.take_along_axis(similarity, nearest, axis=1), 0.0) ** alpha
    spread = np.zeros_like(similarity)
    np.put_along_axis(spread, nearest, weights, axis=1)
    augmented = unit(spread @ vectors)
    return np.asarray(augmented[1:] @ augmented[0], np.float32)
