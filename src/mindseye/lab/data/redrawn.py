"""Another hand's drawing of the same thing: bent, turned, larger or smaller, with another pen, or unfinished."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.lab.recipe import Hand

KNOTS = 5  # of the grid that a drawing is bent by, to a side


def redrawn(ink: NDArray[np.uint8], side: int, how: Hand, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the ink (side, side) of a drawing as somebody else might have made it; the same for the same rng."""
    changed = _unfinished(_other_pen(ink, how, rng), how, rng)
    there = _affine(len(ink), side, how, rng)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    across = there[0, 0] * x + there[0, 1] * y + there[0, 2]
    down = there[1, 0] * x + there[1, 1] * y + there[1, 2]
    knots = rng.normal(0.0, how.bend * len(ink), (2, KNOTS, KNOTS)).astype(np.float32)
    dx, dy = (cv2.resize(grid, (side, side), interpolation=cv2.INTER_CUBIC) for grid in knots)
    soft = cv2.GaussianBlur(changed, (0, 0), 0.35 * len(ink) / side)  # or lines would break up where they shrink
    moved = (across + dx).astype(np.float32), (down + dy).astype(np.float32)
    return np.asarray(cv2.remap(soft, *moved, cv2.INTER_LINEAR, borderValue=0), np.uint8)


def _affine(size: int, side: int, how: Hand, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the (2, 3) map from the new drawing's pixels to the old one's: turn, slant, size, aspect and place."""
    turn = math.radians(rng.normal(0.0, how.turn))
    scale = rng.uniform(how.smallest, 1.08) * side / size
    aspect, slant = math.exp(rng.normal(0.0, how.aspect)), rng.normal(0.0, how.slant)
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    back = np.linalg.inv(rotation @ np.array([[scale * aspect, slant * scale], [0.0, scale / aspect]]))
    centre = np.array([side / 2, side / 2]) + rng.uniform(-0.07, 0.07, 2) * side
    return np.column_stack([back, np.array([size / 2, size / 2]) - back @ centre])


def _other_pen(ink: NDArray[np.uint8], how: Hand, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the drawing with a thicker pen, or with a thinner one if that leaves most of it."""
    if rng.random() >= how.pen:
        return ink
    if rng.random() < 0.7:
        width = int(rng.integers(2, 5))
        return np.asarray(cv2.dilate(ink, np.ones((width, width), np.uint8)), np.uint8)
    thinner = np.asarray(cv2.erode(ink, np.ones((2, 2), np.uint8)), np.uint8)
    return thinner if int(thinner.sum()) > 0.4 * int(ink.sum()) else ink


def _unfinished(ink: NDArray[np.uint8], how: Hand, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the drawing without what lies in one or two rectangles."""
    if rng.random() >= how.unfinished:
        return ink
    rest, size = ink.copy(), len(ink)
    for _ in range(int(rng.integers(1, 3))):
        width, height = (int(share * size) for share in rng.uniform(0.1, 0.4, 2))
        x, y = int(rng.uniform(0, size - width)), int(rng.uniform(0, size - height))
        rest[y : y + height, x : x + width] = 0
    return rest if int(rest.sum()) > 0.3 * int(ink.sum()) else ink
