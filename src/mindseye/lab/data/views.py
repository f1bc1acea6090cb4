"""Another view of the same thing: what a second photograph, from elsewhere and in other light, might have looked like.

It is how a picture without a label gives a group: its views belong together (Dosovitskiy et al. 2014, "Discriminative
unsupervised feature learning with exemplar convolutional neural networks").
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.lab.recipe import Change
from mindseye.types import RGB

GREY = np.array([0.299, 0.587, 0.114], np.float32)


def view(rgb: RGB, how: Change, rng: np.random.Generator) -> RGB:
    """Return a view of a picture: cut, turned, slanted, perhaps mirrored, in other light; the same for the same rng."""
    height, width = rgb.shape[:2]
    corners = cut(height, width, how, rng)  # (4, 2) px
    size = np.linalg.norm(corners[[1, 2]] - corners[[0, 1]], axis=1)  # of the upper and the right-hand side
    right, bottom = np.maximum(np.rint(size), 8).astype(int) - 1
    target = np.array([[0, 0], [right, 0], [right, bottom], [0, bottom]], np.float32)
    if rng.random() < 0.5:
        target = target[[1, 0, 3, 2]]
    transform = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    seen = cv2.warpPerspective(rgb, transform, (right + 1, bottom + 1), borderMode=cv2.BORDER_REFLECT_101)
    if rng.random() < 1 / 3:
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.3, max(0.31, how.blur)))
    return relit(np.asarray(seen, np.uint8), how, rng)


def square_view(rgb: RGB, how: Change, side: int, rng: np.random.Generator) -> RGB:
    """Return a view of a picture as (side, side, 3), for networks that squeeze every picture to a square."""
    height, width = rgb.shape[:2]
    corners = cut(height, width, how, rng).astype(np.float32)
    target = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    if rng.random() < 0.5:
        target = target[[1, 0, 3, 2]]
    half = np.float32(0.5)  # corners are edges of pixels, the warp counts from their centres
    transform = cv2.getPerspectiveTransform(corners - half, target - half)
    seen = cv2.warpPerspective(rgb, transform, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    if rng.random() < 1 / 3:
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.3, max(0.31, how.blur)))
    return erased(relit(np.asarray(seen, np.uint8), how, rng), how, rng)


def erased(rgb: RGB, how: Change, rng: np.random.Generator) -> RGB:
    """Return the picture, in half of the cases with noise over a rectangle of it."""
    if not how.erase or rng.random() < 0.5:
        return rgb
    height, width = rgb.shape[:2]
    h, w = (max(1, round(side * how.erase * rng.uniform(0.3, 1.0))) for side in (height, width))
    top, left = rng.integers(0, height - h + 1), rng.integers(0, width - w + 1)
    covered = rgb.copy()
    covered[top : top + h, left : left + w] = rng.integers(0, 256, (h, w, 3), np.uint8)
    return covered


def cut(height: int, width: int, how: Change, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the corners (4, 2) of the part that is kept, in px: upper left, upper right, lower right, lower left."""
    area, ratio = rng.uniform(how.area, 1.0), np.exp(rng.uniform(-1, 1) * np.log(1 / how.aspect))
    w = width * min(1.0, np.sqrt(area * ratio))
    h = height * min(1.0, np.sqrt(area / ratio))
    centre = np.array([rng.uniform(w, 2 * width - w), rng.uniform(h, 2 * height - h)]) / 2
    square = np.array([[-w, -h], [w, -h], [w, h], [-w, h]]) / 2
    angle = np.deg2rad(rng.uniform(-how.turn, how.turn))
    turned = square @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return centre + turned + rng.uniform(-how.slant, how.slant, (4, 2)) * (w, h)


def relit(rgb: RGB, how: Change, rng: np.random.Generator) -> RGB:
    """Return the picture with other brightness, contrast, saturation and tint."""
    brightness, contrast, saturation = 1 + how.light * rng.uniform(-1, 1, 3)
    pixels = rgb.astype(np.float32) * (brightness * (1 + how.tint * rng.uniform(-1, 1, 3))).astype(np.float32)
    pixels = (pixels - pixels.mean()) * np.float32(contrast) + pixels.mean()
    grey = (pixels @ GREY)[..., None]
    return np.asarray(np.clip(np.rint(grey + (pixels - grey) * np.float32(saturation)), 0, 255), np.uint8)
