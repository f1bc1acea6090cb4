"""Chips: faces turned upright, in one size, with eyes, nose and mouth in the same places. All face models see these.

A chip is the picture under the similarity transform (turn, scale, shift; no shear) that brings a face's five landmarks
closest to a fixed template, in the sense of least squares: Umeyama 1991, "Least-squares estimation of transformation
parameters between two point patterns".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mindseye.tasks.faces.face import Face
from mindseye.types import RGB

# Where the five landmarks lie in a chip without padding, as shares of its side: left eye, right eye, nose, mouth left,
# mouth right. These are the mean places of our detector's landmarks in the chips that dlib's alignment cuts, like those
# that the embedding was trained on: 1,576 faces of LFW that both had found, made symmetrical.
TEMPLATE = np.array([(0.228, 0.205), (0.772, 0.205), (0.5, 0.525), (0.256, 0.803), (0.744, 0.803)], np.float64)

Matrix = NDArray[np.float64]  # (2, 3): the point (x, y) goes to Matrix @ (x, y, 1)


def chips(rgb: RGB, faces: Sequence[Face], size: int, padding: float) -> NDArray[np.uint8]:
    """Return the faces' chips, (n, size, size, 3).

    `padding` is what is seen around the template, on each side, as a share of the template's side: 0.25 shows the head
    from chin to hairline. Where a chip reaches beyond the picture, the picture's border is repeated.
    """
    made = np.zeros((len(faces), size, size, 3), np.uint8)
    target = (TEMPLATE + padding) / (1.0 + 2.0 * padding) * size
    for chip, face in zip(made, faces, strict=True):
        matrix = similarity_transform(target, face.landmarks.points.astype(np.float64))
        matrix[:, 2] += 0.5 * matrix[:, :2].sum(1) - 0.5  # from places, where pixels begin at 0, to pixels' middles
        chip[:] = _warped(rgb, matrix, size)
    return made


def similarity_transform(source: NDArray[np.float64], target: NDArray[np.float64]) -> Matrix:
    """Return the (2, 3) turn, scale and shift that brings the points `source` (n, 2) closest to `target` (n, 2).

    As complex numbers, target ≈ a · source + b: the least-squares a is the points' covariance over the source's
    variance (Umeyama 1991, equations 40 to 42, in the plane and without mirroring). Where all source points fall into
    one, a is 0.
    """
    z, w = (points[:, 0] + 1j * points[:, 1] for points in (source, target))
    centred = z - z.mean()
    variance = float((np.abs(centred) ** 2).sum())
    a = complex((centred.conj() * (w - w.mean())).sum() / variance) if variance > 0 else 0j
    b = complex(w.mean() - a * z.mean())
    return np.array([(a.real, -a.imag, b.real), (a.imag, a.real, b.imag)])


def _warped(rgb: RGB, matrix: Matrix, size: int) -> NDArray[np.uint8]:
    """Return the chip whose pixel (x, y) is the picture's at matrix @ (x, y, 1)."""
    import cv2

    part, left, top = _around(rgb, matrix, size)
    matrix = matrix - np.array([(0, 0, left), (0, 0, top)])
    step = int(np.hypot(matrix[0, 0], matrix[1, 0]))  # picture px for one of the chip's
    if step > 1:  # bilinear sampling would skip pixels: make the picture smaller first
        height, width = part.shape[:2]
        small = (max(1, width // step), max(1, height // step))
        part = np.asarray(cv2.resize(part, small, interpolation=cv2.INTER_AREA), np.uint8)
        scale = np.array([[small[0] / width], [small[1] / height]])
        matrix = matrix * scale
        matrix[:, 2] += (0.5 * scale - 0.5)[:, 0]  # a pixel's middle is at whole numbers in both pictures
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(part, matrix, (size, size), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.uint8)


def _around(rgb: RGB, matrix: Matrix, size: int) -> tuple[RGB, int, int]:
    """Return the part of the picture that a chip needs, at least one pixel, and its left and top edge."""
    corners = matrix @ np.array([(0, 0, 1), (size, 0, 1), (0, size, 1), (size, size, 1)], np.float64).T  # (2, 4)
    margin = 2.0 + np.hypot(matrix[0, 0], matrix[1, 0])
    height, width = rgb.shape[:2]
    left, top = (
        int(np.clip(low - margin, 0, end - 1)) for low, end in zip(corners.min(1), (width, height), strict=True)
    )
    right, bottom = (
        int(np.clip(high + margin + 1, start + 1, end))
        for high, start, end in zip(corners.max(1), (left, top), (width, height), strict=True)
    )
    return rgb[top:bottom, left:right], left, top
