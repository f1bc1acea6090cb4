"""Local features: where a picture has corners and blobs, and what each looks like, however it is turned or scaled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.types import RGB
from mindseye.verification.learned import DIM, SIFT_DIM, learned

STORED = 300  # features kept of a picture in the library: 38 bytes each
ASKED = 600  # features of a picture that is searched with: what is wanted may fill only a part of it
PIXELS = 120_000  # larger pictures are looked at in this size, 400 × 300
LEAST_SIDE = 12  # px; below this, there is nothing to describe
RANGE = (-8, 7)  # of a descriptor's numbers: four bits


@dataclass(frozen=True, slots=True)
class Features:
    """The local features of one picture, the strongest first; n may be 0."""

    width: int  # px, of the picture as given
    height: int
    points: NDArray[np.float32]  # (n, 2) x y in px of the picture as given
    scales: NDArray[np.float32]  # (n,) diameters in the same px
    angles: NDArray[np.float32]  # (n,) degrees, 0–360, clockwise
    descriptors: NDArray[np.int8]  # (n, 64) whole numbers −8…7

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True, slots=True)
class Detected:
    """SIFT's features as they are found, before their descriptors are shortened; the strongest first."""

    points: NDArray[np.float32]  # (n, 2) x y in px of the picture as given
    scales: NDArray[np.float32]  # (n,)
    angles: NDArray[np.float32]  # (n,)
    histograms: NDArray[np.float32]  # (n, 128) ≥ 0


def features(rgb: RGB, most: int = STORED, pixels: int = PIXELS) -> Features:
    """Return the `most` strongest SIFT features (Lowe 2004) of a picture, looked at with at most so many pixels.

    A picture without structure, or less than 12 px high or wide at that size, has none. The same picture always
    gives the same features.
    """
    found = detect(rgb, most, pixels)
    height, width = rgb.shape[:2]
    return Features(width, height, found.points, found.scales, found.angles, shorten(found.histograms))


def detect(rgb: RGB, most: int = STORED, pixels: int = PIXELS) -> Detected:
    """Return SIFT's features of a picture as `features` does, with the whole histograms."""
    import cv2

    height, width = rgb.shape[:2]
    grey = _grey(rgb, pixels)
    if min(grey.shape) < LEAST_SIDE:
        return _none()
    keypoints, raw = cv2.SIFT.create(nfeatures=most).detectAndCompute(grey, None)
    if raw is None or not len(keypoints):
        return _none()
    found = np.array([(*k.pt, k.size, k.angle, k.response) for k in keypoints], np.float64)
    x, y, size, angle, response = found.T
    order = np.lexsort((angle, size, x, y, -response))[:most]  # ties too have an order that does not hang on threads
    stretch = np.array([width / grey.shape[1], height / grey.shape[0]])
    points = (found[order, :2] + 0.5) * stretch - 0.5  # pixel centres are at whole numbers in both sizes
    return Detected(
        np.clip(points, 0, [width - 1, height - 1]).astype(np.float32),
        (size[order] * np.sqrt(stretch.prod())).astype(np.float32),
        (angle[order] % 360).astype(np.float32),
        np.asarray(raw[order], np.float32),
    )


def _none() -> Detected:
    flat = np.zeros(0, np.float32)
    return Detected(np.zeros((0, 2), np.float32), flat, flat, np.zeros((0, SIFT_DIM), np.float32))


def nothing(width: int, height: int) -> Features:
    """Return the features of a picture that has none."""
    flat = np.zeros(0, np.float32)
    return Features(width, height, np.zeros((0, 2), np.float32), flat, flat, np.zeros((0, DIM), np.int8))


def shorten(raw: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return (n, 64) numbers −8…7 from (n, 128) SIFT histograms.

    RootSIFT (Arandjelović and Zisserman 2012, section 2): the square root of the histogram that sums to 1, so that
    Euclidean distances become Hellinger distances. Then PCA to 64 numbers whose variances are evened out to the power
    of 3/4, rounded to four bits. On warped pictures this finds more right pairs than the 128 numbers do.
    """
    known = learned()
    return np.clip(np.floor((rooted(raw) - known.mean) @ known.projection), *RANGE).astype(np.int8)


def rooted(raw: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return RootSIFT, (n, 128) rows of unit length, from SIFT histograms (n, 128)."""
    return np.asarray(np.sqrt(raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-9)), np.float32)


def _grey(rgb: RGB, pixels: int) -> NDArray[np.uint8]:
    """Return the (height, width) brightness, made smaller if there are more than `pixels` pixels."""
    import cv2

    height, width = rgb.shape[:2]
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    if width * height <= pixels:
        return grey
    shrink = (pixels / (width * height)) ** 0.5
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
