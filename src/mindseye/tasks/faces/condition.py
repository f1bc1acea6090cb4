"""In what condition a face is, for comparing it with others: how blurred, how large, how much contrast, how turned."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.tasks.faces.chips import chips
from mindseye.tasks.faces.face import Face, Pose
from mindseye.types import RGB

SIDE = 112  # px of the chip that is looked at, without padding: eyes, nose and mouth
SMOOTHING = 0.8  # px
FLAT = 4.0  # variance of grey levels: rounding alone makes some of it
MEASURED = ("size", "blur", "contrast", "turn", "score")
MOST_CONTRAST = 0.2  # more of it helps no further
GREY = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True)
class Condition:
    """`blur` is 0 (crisp) to 100, `eyes` the distance between the eyes in px, `contrast` of grey levels, 0 to 1."""

    blur: float
    eyes: float
    contrast: float


def conditions(rgb: RGB, faces: Sequence[Face]) -> list[Condition]:
    """Return the condition of each face of a picture."""
    return [
        Condition(blur_of(grey), _between_the_eyes(face), float(grey.std() / 255.0))
        for grey, face in zip(chips(rgb, faces, SIDE, 0.0) @ GREY, faces, strict=True)
    ]


def blur_of(grey: NDArray[np.float32]) -> float:
    """Return how blurred a (side, side) chip is, 0 to 100: how little of its contrast is in fine detail.

    The variance of the Laplacian (Pech-Pacheco et al. 2000; compared with others by Pertuz, Puig and Garcia 2013) as a
    share of that of the grey levels, so that light and contrast do not matter, on a logarithmic scale: a tenth of the
    detail is 25 more blur. A little smoothing goes first, lest noise count as detail.
    """
    smooth = cv2.GaussianBlur(grey, (0, 0), SMOOTHING)
    share = float(cv2.Laplacian(smooth, cv2.CV_32F).var()) / (float(smooth.var()) + FLAT)
    return float(np.clip(-25.0 * math.log10(max(share, 1e-4)), 0.0, 100.0))


def measured(state: Condition, face: Face, pose: Pose) -> dict[str, float]:
    """Return what a face's quality is made of, by name, in the order of MEASURED."""
    values = (
        math.log2(max(1.0, state.eyes)),
        state.blur / 100.0,
        min(MOST_CONTRAST, state.contrast),
        math.hypot(pose.yaw, pose.pitch) / 45.0,
        face.score,
    )
    return dict(zip(MEASURED, values, strict=True))


def quality(state: Condition, face: Face, pose: Pose, weights: Mapping[str, float]) -> float:
    """Return how fit a face is for comparison, 0 to 100: a logistic curve over a weighted sum of what spoils it.

    The weights are the card's `quality_…`, learned by `mindseye lab face-quality`.
    """
    parts = measured(state, face, pose)
    total = weights["quality_bias"] + sum(weights[f"quality_{name}"] * value for name, value in parts.items())
    return 100.0 / (1.0 + math.exp(-float(np.clip(total, -50.0, 50.0))))


def _between_the_eyes(face: Face) -> float:
    left, right = face.landmarks.left_eye, face.landmarks.right_eye
    return math.dist(left, right)
