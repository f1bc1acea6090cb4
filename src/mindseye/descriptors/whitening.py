"""PCA-whitening: turn vectors to their principal axes, keep the first ones, and even out how much each varies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.pooling import unit
from mindseye.types import Vectors


class Whitening:
    """y = diag((λ + s λ̄)^(−power/2)) Uᵀ (x − mean), then to unit length: Jégou and Chum 2012, section 3.

    λ and U are the greatest eigenvalues and their eigenvectors of the covariance, λ̄ the mean of all eigenvalues. Not
    `centred`: the mean stays, and they are those of the second moments. `power` 1 whitens wholly, 0 only turns and cuts
    (PCA). `shrinkage` s keeps axes that hardly vary from being blown up, as Ledoit and Wolf 2004 do: the covariance
    becomes that plus s λ̄ I.
    """

    def __init__(self, dim: int, power: float = 1.0, shrinkage: float = 0.0, centred: bool = True) -> None:
        self.dim, self.power, self.shrinkage, self.centred = dim, power, shrinkage, centred
        self.mean_: NDArray[np.float32] = np.zeros(0, np.float32)  # (channels,)
        self.projection_: NDArray[np.float32] = np.zeros((0, 0), np.float32)  # (dim, channels)

    def fit(self, vectors: NDArray[np.float32]) -> Whitening:
        """Learn from rows (n, channels); n may not be less than `dim`, which may not be more than channels."""
        n, channels = vectors.shape
        if not 0 < self.dim <= min(n, channels):
            raise ValueError(f"cannot keep {self.dim} axes of {n} vectors with {channels} channels")
        rows = vectors.astype(np.float64)
        mean = rows.mean(axis=0) if self.centred else np.zeros(channels)
        covariance = (rows - mean).T @ (rows - mean) / n
        values, axes = np.linalg.eigh(covariance)  # rising
        greatest = np.maximum(values[::-1][: self.dim], 0.0)
        scale = (greatest + self.shrinkage * values.mean() + 1e-12) ** (-self.power / 2.0)
        self.mean_ = mean.astype(np.float32)
        self.projection_ = np.ascontiguousarray((scale[:, None] * _signed(axes.T[::-1][: self.dim])), dtype=np.float32)
        return self

    def apply(self, vectors: NDArray[np.float32]) -> Vectors:
        """Return rows (…, dim) of unit length from rows (…, channels)."""
        return project(vectors, self.mean_, self.projection_)


def project(
    vectors: NDArray[np.float32], mean: NDArray[np.float32], projection: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return (vectors − mean) projectionᵀ at unit length: (…, channels) to (…, dim)."""
    return unit(np.asarray((vectors - mean) @ projection.T, np.float32))


def _signed(axes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn each axis so that its largest part is positive: the sign is free, and this way it is the same everywhere."""
    largest = np.abs(axes).argmax(axis=1)
    return np.asarray(axes * np.sign(axes[np.arange(len(axes)), largest])[:, None])
