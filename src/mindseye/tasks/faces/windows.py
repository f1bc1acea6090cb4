"""Windows on a picture as rows of numbers: move them, make them square, look through them, keep the best of a heap."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.types import RGB

Windows = NDArray[np.float32]  # (n, 4): x1, y1, x2, y2 in px, as of Box
Scores = NDArray[np.float32]  # (n,), 0 to 1


def shifted(windows: Windows, shifts: NDArray[np.float32]) -> Windows:
    """Return the windows with each side moved by `shifts` (n, 4), in widths and heights of its window."""
    sizes = windows[:, 2:] - windows[:, :2]
    return windows + shifts * np.hstack([sizes, sizes])


def squared(windows: Windows) -> Windows:
    """Return the smallest squares with the same middles that hold the windows."""
    middles = (windows[:, :2] + windows[:, 2:]) / 2
    half = (windows[:, 2:] - windows[:, :2]).max(axis=1, keepdims=True, initial=0) / 2
    return np.hstack([middles - half, middles + half])


def apart(windows: Windows, scores: Scores, most: float, of_smaller: bool = False) -> NDArray[np.intp]:
    """Return the places of the windows that stay when each, best first, throws out those that it overlaps too much.

    Non-maximum suppression: two windows are too much the same when what they share is more than `most` of what they
    cover together, or with `of_smaller` of the smaller one. The best comes first.
    """
    order = np.argsort(-scores, kind="stable")
    x1, y1, x2, y2 = windows[order].T
    areas, kept = (x2 - x1) * (y2 - y1), []
    left = np.arange(len(order))  # places in `order` that nothing better has thrown out yet
    while left.size:
        first, rest = left[0], left[1:]
        kept.append(first)
        across = np.minimum(x2[rest], x2[first]) - np.maximum(x1[rest], x1[first])
        down = np.minimum(y2[rest], y2[first]) - np.maximum(y1[rest], y1[first])
        shared = np.maximum(across, 0) * np.maximum(down, 0)
        whole = np.minimum(areas[rest], areas[first]) if of_smaller else areas[rest] + areas[first] - shared
        left = rest[shared <= most * whole]
    return order[np.array(kept, np.intp)]


def halved(rgb: RGB, least: int) -> list[RGB]:
    """Return the picture and smaller ones, each half as wide and high as the one before, down to `least` px a side."""
    pictures = [rgb]
    while min(pictures[-1].shape[:2]) >= 2 * least:
        height, width = pictures[-1].shape[:2]
        half = cv2.resize(pictures[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        pictures.append(np.asarray(half, np.uint8))
    return pictures


def looked_through(pictures: Sequence[RGB], windows: Windows, side: int) -> NDArray[np.uint8]:
    """Return what each square window shows, `side` px wide: (n, side, side, 3).

    `pictures` are those of `halved`; each window is read from the smallest that has all its detail. Beyond the
    picture's border it is black, as it was when the networks were trained.
    """
    seen = np.empty((len(windows), side, side, 3), np.uint8)
    height, width = pictures[0].shape[:2]
    for place, (x1, y1, x2, _) in enumerate(windows):
        wide = float(x2 - x1)
        level = int(np.clip(np.log2(max(wide / side, 1.0)), 0, len(pictures) - 1))
        picture = pictures[level]
        across, down = picture.shape[1] / width, picture.shape[0] / height
        step = wide / side  # px of the whole picture for one of what is seen
        turn = np.array(
            [[step * across, 0, (x1 + step / 2) * across - 0.5], [0, step * down, (y1 + step / 2) * down - 0.5]]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        cv2.warpAffine(picture, turn, (side, side), dst=seen[place], flags=flags, borderMode=cv2.BORDER_CONSTANT)
    return seen


def turned_back(points: NDArray[np.float32], turns: int, rgb: RGB) -> NDArray[np.float32]:
    """Return where points (…, 2) of `np.rot90(rgb, turns)` lie in the picture itself."""
    height, width = rgb.shape[:2]
    if turns % 2:
        height, width = width, height
    for _ in range(turns % 4):  # a quarter turn clockwise each, back to where rot90 came from
        points = np.stack([height - points[..., 1], points[..., 0]], axis=-1)
        height, width = width, height
    return points
