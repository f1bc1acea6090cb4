"""Marks that are no members: signs none of them resembles, scribbles, strokes, and members that run into each other.

Members are digits; or letters, whose signs are others. Drawn here from OpenCV's built-in Hershey stroke fonts and from
random curves: no handwritten letter teaches what is no digit, no handwritten digit what is no letter, and so the
catches on real ones are an honest test.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.types import Ink

# Left out are letters that some hand writes like a digit: B D G I J L O Q S T Z, a b g i l o q s t y z.
LETTERS = "ACEFHKMNPRUVWXYcdefhkmnprvwx#%&?@+*=<>$"
FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)
SIZE = 64


def outlier(members: NDArray[np.uint8], rng: np.random.Generator, signs: str = LETTERS, fewest: int = 3) -> Ink:
    """Return the ink of one mark that is no digit, (64, 64). `members` (n, 28, 28) are there to be run together.

    `signs` are those that are no members: by default the letters that no digit resembles. A picture of single strokes
    has at least `fewest`: two or three make many a letter.
    """
    kind = rng.random()
    if kind < 0.5:
        return _sign(signs, rng)
    if kind < 0.7:
        return _scribble(rng, fewest + 2)
    if kind < 0.85:
        return _strokes(rng, fewest)
    return _joined(members, rng)


def _sign(signs: str, rng: np.random.Generator) -> Ink:
    canvas = np.zeros((SIZE, SIZE), np.uint8)
    sign = signs[int(rng.integers(len(signs)))]
    font, pen = FONTS[int(rng.integers(len(FONTS)))], int(rng.integers(2, 7))
    (width, height), _ = cv2.getTextSize(sign, font, 1.6, pen)
    cv2.putText(canvas, sign, ((SIZE - width) // 2, (SIZE + height) // 2), font, 1.6, 255, pen, cv2.LINE_AA)
    return canvas.astype(np.float32) / 255.0


def _scribble(rng: np.random.Generator, fewest: int) -> Ink:
    """A smooth curve through random points: a closed doodle rather than a sign."""
    knots = rng.uniform(8, SIZE - 8, (int(rng.integers(fewest, 12)), 2)).astype(np.float32)
    curve = np.asarray(cv2.resize(knots[None], (150, 1), interpolation=cv2.INTER_CUBIC))[0]
    return _polyline([curve], rng)


def _strokes(rng: np.random.Generator, fewest: int) -> Ink:
    """Up to seven straight strokes, as in a sign, a star or a Chinese character."""
    ends = rng.uniform(6, SIZE - 6, (int(rng.integers(fewest, 8)), 2, 2)).astype(np.float32)
    return _polyline(list(ends), rng)


def _joined(members: NDArray[np.uint8], rng: np.random.Generator) -> Ink:
    """Two members that overlap so far that they cannot be cut apart."""
    first, second = (members[int(i)].astype(np.float32) / 255.0 for i in rng.integers(0, len(members), 2))
    canvas = np.zeros((28, 44), np.float32)
    step = int(rng.integers(11, 17))
    canvas[:, :28] = first
    canvas[:, step : step + 28] = np.maximum(canvas[:, step : step + 28], second)
    return np.asarray(cv2.resize(canvas, (SIZE, SIZE * 28 // 44), interpolation=cv2.INTER_LINEAR), np.float32)


def _polyline(curves: list[NDArray[np.float32]], rng: np.random.Generator) -> Ink:
    canvas = np.zeros((SIZE, SIZE), np.uint8)
    points = [np.rint(curve).astype(np.int32) for curve in curves]
    cv2.polylines(canvas, points, False, 255, int(rng.integers(2, 7)), cv2.LINE_AA)
    return canvas.astype(np.float32) / 255.0
