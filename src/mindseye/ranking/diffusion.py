"""Diffusion: scores flow from the query over a graph of near neighbours, round the bends that a cosine cuts off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.ranking.arrays import Scores, Vector, mask_of, neighbours
from mindseye.types import Vectors

NEIGHBOURS = 15
GAMMA = 3.0  # the power of cosines that makes weak links weaker
ALPHA = 0.85  # the share that flows on at each step
STEPS = 20  # of conjugate gradients: the paper's number


def diffusion(
    query: Vector, candidates: Vectors, scores: Scores, count: int = NEIGHBOURS, alpha: float = ALPHA
) -> Scores:
    """Return f of (I − α S) f = y: the steady state of a random walk that starts at the query, (n,), 0 to about 1.

    Iscen et al. 2017, Efficient diffusion on region manifolds, equations 2, 5 and 8, truncated to the candidates as in
    their section 3.4; solved by conjugate gradients. Scores are divided by the query's own.
    """
    vectors = np.concatenate([query[None], candidates])
    start = np.zeros(len(vectors))
    start[0] = 1.0
    flow = conjugate_gradients(laplacian(affinity(vectors, count), alpha), start)
    return np.asarray(flow[1:] / max(flow[0], 1e-12), np.float32)


def affinity(vectors: Vectors, count: int, gamma: float = GAMMA) -> NDArray[np.float64]:
    """Return cosineᵞ where each of two is among the `count` nearest of the other, else 0: (n, n), equations 1 and 2."""
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -1.0)
    mask = mask_of(neighbours(similarity, count), len(vectors))
    mutual = mask & mask.T
    mutual[0], mutual[:, 0] = mask[0], mask[0]  # the query links to its nearest, whether or not they would choose it
    return np.where(mutual, np.maximum(similarity, 0.0).astype(np.float64) ** gamma, 0.0)


def laplacian(links: NDArray[np.float64], alpha: float) -> NDArray[np.float64]:
    """Return I − α D^(−1/2) A D^(−1/2), (n, n), positive definite for α < 1: equation 6."""
    degree = links.sum(axis=1)
    scale = np.where(degree > 0, 1.0 / np.sqrt(np.maximum(degree, 1e-12)), 0.0)
    return np.asarray(np.eye(len(links)) - alpha * scale[:, None] * links * scale[None, :])


def conjugate_gradients(
    matrix: NDArray[np.float64], wanted: NDArray[np.float64], steps: int = STEPS
) -> NDArray[np.float64]:
    """Return x of matrix x = wanted after some steps (Hestenes and Stiefel 1952); the matrix is positive definite."""
    x, residual = np.zeros_like(wanted), wanted.copy()
    direction, size = residual.copy(), float(residual @ residual)
    for _ in range(steps):
        if size < 1e-20:
            break
        pushed = matrix @ direction
        step = size / float(direction @ pushed)
        x, residual = x + step * direction, residual - step * pushed
        before, size = size, float(residual @ residual)
        direction = residual + size / before * direction
    return x
