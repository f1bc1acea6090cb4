"""Query expansion: the best hits speak for the query, so that the next search asks for more like all of them."""

from __future__ import annotations

import numpy as np

from mindseye.ranking.arrays import Scores, Vector, best, unit
from mindseye.types import Vectors

COUNT = 5  # with ten, a group of four is drowned by strangers
ALPHA = 1.0


def average(query: Vector, candidates: Vectors, scores: Scores, count: int = COUNT) -> Scores:
    """Return the candidates' cosines with the mean of the query and its `count` best hits: (n,).

    Chum et al. 2007, Total recall, section 3 (AQE), as global vectors have it.
    """
    return weighted(query, candidates, scores, count, alpha=0.0)


def weighted(query: Vector, candidates: Vectors, scores: Scores, count: int = COUNT, alpha: float = ALPHA) -> Scores:
    """Return the candidates' cosines with unit(query + Σ scoreᵅ · hit) over the `count` best: (n,).

    Radenović et al. 2018, Fine-tuning CNN image retrieval with no human annotation, section 5 (αQE).
    """
    chosen = best(scores, count)
    weights = np.maximum(scores[chosen], 0.0) ** alpha
    expanded = unit(np.asarray(query + weights @ candidates[chosen], np.float32)[None])[0]
    return np.asarray(candidates @ expanded, np.float32)
