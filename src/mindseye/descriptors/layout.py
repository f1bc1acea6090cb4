"""Layout: a picture shrunk to a few cells, compared as it is. It finds copies of a picture, and little else.

Torralba, Fergus and Freeman 2008, "80 million tiny images". The inner product of two of these vectors is Pearson's
correlation of the cells' colours, so that a copy in another size, quality, brightness or tint scores nearly 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mindseye.types import RGB

CELLS = 9  # on each side: fine enough to tell scenes apart, coarse enough to survive a narrow crop
DIM = CELLS * CELLS * 3


def layout(rgb: RGB) -> NDArray[np.float32]:
    """Return the mean colours of 9 × 9 cells, less each channel's mean, as one unit vector, (243,).

    A picture of one colour has no layout: its vector is the same for all colours, and unlike that of any scene.
    """
    import cv2

    small = cv2.resize(rgb, (CELLS, CELLS), interpolation=cv2.INTER_AREA).astype(np.float32)  # (9, 9, 3)
    centred = small - small.mean((0, 1))
    length = float(np.linalg.norm(centred))
    if length < 1.0:  # less than a level in all: noise
        return np.full(DIM, DIM**-0.5, np.float32)
    return np.asarray(centred.ravel() / length, np.float32)
