"""Other hands and other pens: bends the ink of one mark as a different writer might have drawn it.

Affine and elastic distortions follow Simard, Steinkraus and Platt, "Best practices for convolutional neural networks
applied to visual document analysis" (2003), section 2; the change of pen is ours.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.lab.recipe import Distortion
from mindseye.types import Ink

CANVAS = 64  # px: distorted at about twice MNIST's size, so that a pen can change by half a pixel
LEAST_INK = 0.3  # share of a mark that a thinner pen must leave: with less, strokes go missing
GRID = (
    np.stack(np.meshgrid(np.arange(CANVAS), np.arange(CANVAS)), axis=-1).astype(np.float32) - CANVAS / 2
)  # (y, x, xy)


def distort(ink: Ink, how: Distortion, rng: np.random.Generator) -> Ink:
    """Return the (28, 28) mark bent and redrawn, as (64, 64) ink of arbitrary position and size."""
    height, width = ink.shape
    matrix = _affine(how, rng) * (width * 1.25 / CANVAS)
    source = cv2.transform(GRID, np.column_stack([matrix, [width / 2, height / 2]]))  # (64, 64, 2)
    if how.elastic:
        source = cv2.add(source, _elastic(how.elastic, rng))
    x, y = cv2.split(source)
    bent = cv2.remap(ink, x, y, cv2.INTER_LINEAR)
    return _other_pen(np.asarray(bent, np.float32), how.stroke, rng)


def shifted(picture: Ink, pixels: int, rng: np.random.Generator) -> Ink:
    """Return the picture moved by up to `pixels` in each direction; what leaves on one side is lost."""
    dy, dx = (int(v) for v in rng.integers(-pixels, pixels + 1, 2))
    padded = cv2.copyMakeBorder(picture, *(pixels,) * 4, cv2.BORDER_CONSTANT, value=0.0)
    h, w = picture.shape
    return np.asarray(padded[pixels + dy : pixels + dy + h, pixels + dx : pixels + dx + w], np.float32)


def _affine(how: Distortion, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the 2 × 2 map from canvas to source: rotation, slant and a change of aspect."""
    angle = math.radians(max(-how.rotate, min(how.rotate, rng.normal(0.0, how.rotate / 2))))
    slant = rng.uniform(-how.shear, how.shear)
    aspect = math.exp(rng.uniform(-how.scale, how.scale) / 2)
    sine, cosine = math.sin(angle), math.cos(angle)
    return np.array(
        [
            [cosine * aspect, (cosine * slant - sine) / aspect],
            [sine * aspect, (sine * slant + cosine) / aspect],
        ],
        np.float32,
    )


def _elastic(strength: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a smooth random displacement in source px, (64, 64, 2): coarse noise, interpolated."""
    knots = int(rng.integers(4, 8))
    noise = rng.normal(0.0, strength * rng.uniform(0.2, 0.8), (knots, knots, 2)).astype(np.float32)
    return np.asarray(cv2.resize(noise, (CANVAS, CANVAS), interpolation=cv2.INTER_LINEAR), np.float32)


def _other_pen(ink: Ink, share: float, rng: np.random.Generator) -> Ink:
    """Redraw with a thinner or thicker, softer or harder pen."""
    if rng.random() >= share:
        return ink
    size = int(rng.integers(2, 5))
    pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    thicker = rng.random() < 0.5
    changed = cv2.dilate(ink, pen) if thicker else cv2.erode(ink, pen[: min(size, 3), : min(size, 3)])
    if changed.max() < 0.4 or changed.sum() < LEAST_INK * ink.sum():  # the pen was so thin that too little is left
        return ink
    if rng.random() < 0.5:  # a hard-edged pen, as on a drawing board
        soft = cv2.GaussianBlur(changed, (0, 0), 0.7)
        hard = np.clip((np.asarray(soft) - 0.35) * 4.0, 0.0, 1.0).astype(np.float32)
        return hard if hard.max() >= 0.4 else ink
    return np.asarray(changed, np.float32)
