"""Tell whether two pictures are the same photograph: copied, compressed, resized, brightened, or cropped a little."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.layout import layout
from mindseye.types import RGB

SAME_PICTURE = 97.0  # from this likeness on
# The correlation that counts as the same. Of 1.25 million pairs of different photographs of LFW none reached 0.955, not
# even of one person on one occasion; of copies with up to 5 % cut off on each side none fell below 0.962.
LEAST = 0.96
SIDE = 64  # px of the small pictures that are laid over each other
LEAST_LAYOUT = 0.3  # of pictures that may be crops of each other: others are not looked at closely
LEAST_OVERLAP = 0.7  # of the small picture's area
STEPS, PRECISION, BLUR = 40, 1e-4, 5  # of the search for how one lies in the other


def picture_likeness(rgb1: RGB, rgb2: RGB) -> float:
    """Return how like two whole pictures are, 0 to 100; from `SAME_PICTURE` on they are taken for one photograph.

    It is the larger of two correlations of colours, stretched so that `LEAST` becomes `SAME_PICTURE`: that of 9 × 9
    cells, which no compression and no brightness changes much, and that of 64 × 64 px after the one picture has been
    moved and stretched over the other, which finds a crop.
    """
    found = float(layout(rgb1) @ layout(rgb2))
    if found >= LEAST_LAYOUT:
        found = max(found, _laid_over(_small(rgb1), _small(rgb2)))
    return float(np.interp(found, (0.0, LEAST, 1.0), (0.0, SAME_PICTURE, 100.0)))


def _small(rgb: RGB) -> NDArray[np.float32]:
    import cv2

    return cv2.resize(rgb, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)


def _laid_over(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return the correlation of (side, side, 3) pictures where they overlap best; 0 where they do not fit.

    Evangelidis and Psarakis 2008, "Parametric image alignment using enhanced correlation coefficient maximization".
    """
    import cv2

    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, STEPS, PRECISION)
    try:
        start = np.eye(2, 3, dtype=np.float32)
        _, matrix = cv2.findTransformECC(
            one.mean(2), other.mean(2), start, cv2.MOTION_AFFINE, criteria, np.ones((SIDE, SIDE), np.uint8), BLUR
        )
    except cv2.error:  # it did not converge: they have nothing in common
        return 0.0
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(other, matrix, (SIDE, SIDE), flags=flags)
    inside = cv2.warpAffine(np.ones((SIDE, SIDE), np.float32), matrix, (SIDE, SIDE), flags=flags) > 0.999
    if inside.mean() < LEAST_OVERLAP:
        return 0.0
    a, b = (picture[inside] - picture[inside].mean(0) for picture in (one, moved))  # (px, 3)
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum() + 1e-9))
