"""Learns what local verification ships: how to shorten descriptors, and the words of the inverted file.

    python -c "from pathlib import Path; from mindseye.lab.vocabulary import learn; \\
        learn(Path('flickr8k/images'), Path('learned.npz'))"

No labels are needed: any few thousand varied photographs do.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.errors import DataError, ImageError
from mindseye.types import ImageLimits
from mindseye.verification.learned import DIM, Learned, read_learned
from mindseye.verification.local_features import RANGE, detect, rooted

WORDS = 4096
PICTURES = 3500  # half of Flickr8k's
EACH = 120  # features of a picture, at most
EVENNESS = 0.75  # power of whitening: 0 keeps PCA's variances, 1 makes them equal
STEP = 0.35  # of the mean standard deviation: what rounding to whole numbers steps by
ROUNDS = 15  # of k-means


def learn(folder: Path, target: Path, words: int = WORDS, pictures: int = PICTURES, seed: int = 3) -> Learned:
    """Learn from at most so many pictures of a folder, chosen by the seed, and write `target`, an .npz of float16.

    Raises DataError if the pictures have too few features to learn so many words.
    """
    rng = np.random.default_rng(seed)
    roots = rooted(_histograms(folder, pictures, rng))
    if len(roots) < 20 * words:
        raise DataError(
            f"{folder} gives {len(roots)} local features; {words} words need {20 * words}: add pictures with detail."
        )
    mean, projection = shortening(roots)
    short = np.clip(np.floor((roots - mean) @ projection), *RANGE).astype(np.float32) + 0.5
    rotation = np.linalg.qr(rng.normal(size=(DIM, DIM)))[0]
    arrays = {"mean": mean, "projection": projection, "rotation": rotation, "words": _centres(short, words, seed)}
    np.savez_compressed(target, allow_pickle=False, **{k: v.astype(np.float16) for k, v in arrays.items()})
    return read_learned(target)


def shortening(roots: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the mean (128,) and projection (128, 64): the first 64 principal axes, evened out, in steps to round by.

    Both are already rounded to float16, as they will be stored, so that the words fit them exactly.
    """
    mean = roots.mean(axis=0).astype(np.float16).astype(np.float32)
    variances, axes = np.linalg.eigh(np.cov(roots - mean, rowvar=False))
    largest = np.argsort(-variances)[:DIM]
    variances, axes = np.maximum(variances[largest], 1e-12), axes[:, largest]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(DIM)])  # the same signs on every machine
    scale = variances ** (-EVENNESS / 2)
    step = STEP * np.sqrt((variances * scale**2).mean())
    return mean, (axes * (scale / step)).astype(np.float16).astype(np.float32)


def _histograms(folder: Path, pictures: int, rng: np.random.Generator) -> NDArray[np.float32]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    found = []
    for number in sorted(rng.permutation(len(files))[:pictures]):
        try:
            raw = detect(images.read(files[number], ImageLimits())).histograms
        except ImageError:
            continue
        found.append(raw[rng.permutation(len(raw))[:EACH]])
    if not found:
        raise DataError(f"{folder} has no picture that can be read: give a folder of photographs.")
    return np.concatenate(found)


def _centres(short: NDArray[np.float32], words: int, seed: int) -> NDArray[np.float32]:
    """Return k-means centres (words, 64)."""
    import faiss

    means = faiss.Kmeans(DIM, words, niter=ROUNDS, seed=seed, max_points_per_centroid=len(short) // words + 1)
    means.train(np.ascontiguousarray(short))
    return np.asarray(means.centroids, np.float32)
