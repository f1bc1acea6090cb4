"""Ways of drawing the same thing otherwise: pen, size, place, colours, unfinished. Pure functions on drawings.

A drawing is (height, width, 3), dark ink on light paper.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.types import RGB

Shade = NDArray[np.uint8]  # (height, width), 0 = ink, 255 = paper

INK = 128  # darker pixels are ink where pixels are counted
BLUE, CREAM = (35, 70, 170), (250, 240, 214)


def pen_width(shade: Shade) -> float:
    """Return the mean width of the strokes in px, at least 1.

    A stroke of length l and width w has the area A = l w and the outline 2 l. Counting the sides that ink pixels share
    with paper makes outlines of all directions 4/π too long on average (Crofton), so that w = (8/π) A / sides.
    """
    ink = np.pad(shade < INK, 1)
    sides = int(np.sum(ink[1:] != ink[:-1])) + int(np.sum(ink[:, 1:] != ink[:, :-1]))
    return max(1.0, 8 / math.pi * float(ink.sum()) / sides) if sides else 1.0


def wider(rgb: RGB, times: float) -> RGB:
    """Return the drawing as a pen so many times as wide would have left it, on paper with room for that."""
    shade = _shade(rgb)
    size = round(pen_width(shade) * (times - 1)) + 1  # px; a disc of so many px across widens by one less
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    room = cv2.copyMakeBorder(shade, size, size, size, size, cv2.BORDER_CONSTANT, value=255)
    return _rgb(np.asarray(cv2.erode(room, disc), np.uint8))


def half_in_a_corner(rgb: RGB, corner: int) -> RGB:
    """Return the drawing at half its size, drawn with the same pen, in one of four corners of the same paper."""
    height, width = rgb.shape[:2]
    bold = cv2.resize(wider(rgb, 2.0), (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    paper = np.full_like(rgb, 255)
    top, left = (corner // 2 % 2) * (height - bold.shape[0]), (corner % 2) * (width - bold.shape[1])
    paper[top : top + bold.shape[0], left : left + bold.shape[1]] = bold
    return paper


def inverted(rgb: RGB) -> RGB:
    """Return light strokes on dark paper."""
    return 255 - rgb


def coloured(rgb: RGB) -> RGB:
    """Return blue strokes on cream paper."""
    share = _shade(rgb)[..., None] / 255  # 1 = paper
    return np.asarray(np.rint(share * np.array(CREAM) + (1 - share) * np.array(BLUE)), np.uint8)


def unfinished(rgb: RGB) -> RGB:
    """Return the drawing without the lowest third of its ink: files of pixels do not tell which stroke came last."""
    ink = (255 - _shade(rgb)).astype(np.float64).sum(axis=1).cumsum()
    rows = int(np.searchsorted(ink, ink[-1] * 2 / 3)) + 1
    kept = rgb.copy()
    kept[rows:] = 255
    return kept


# Each takes the drawing and its number, so that what varies from drawing to drawing varies alike in every run.
VARIATIONS: dict[str, Callable[[RGB, int], RGB]] = {
    "width ×2": lambda rgb, _: wider(rgb, 2.0),
    "width ×3": lambda rgb, _: wider(rgb, 3.0),
    "half the size, in a corner": half_in_a_corner,
    "light on dark": lambda rgb, _: inverted(rgb),
    "coloured": lambda rgb, _: coloured(rgb),
    "unfinished": lambda rgb, _: unfinished(rgb),
}


def _shade(rgb: RGB) -> Shade:
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)


def _rgb(shade: Shade) -> RGB:
    return np.repeat(shade[..., None], 3, axis=2)
