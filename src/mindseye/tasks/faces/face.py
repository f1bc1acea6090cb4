"""What is known of a face: where it is, its five landmarks, what can be told about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mindseye.types import Box

Point = tuple[float, float]  # x, y in px of the upright picture


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Five points of a face, in px; left and right are the viewer's, as they lie in an upright face."""

    left_eye: Point
    right_eye: Point
    nose: Point
    mouth_left: Point
    mouth_right: Point

    @property
    def points(self) -> NDArray[np.float32]:
        """The points as (5, 2) float32, in the order of the fields."""
        return np.array([self.left_eye, self.right_eye, self.nose, self.mouth_left, self.mouth_right], np.float32)

    @classmethod
    def of(cls, points: NDArray[np.floating]) -> Landmarks:
        """Return landmarks from (5, 2) points in the order of the fields."""
        return cls(*((float(x), float(y)) for x, y in points))


@dataclass(frozen=True, slots=True)
class Face:
    """A face that was found: its box in px of the upright picture, how sure the detector is, 0 to 1, and landmarks."""

    box: Box
    score: float
    landmarks: Landmarks


@dataclass(frozen=True, slots=True)
class Measure:
    """A value from 0 to 100 and the threshold above which it counts as "yes"."""

    value: float
    threshold: float

    @property
    def is_over(self) -> bool:
        return self.value >= self.threshold


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years, and the range that holds the true age with the probability `confidence`, 0 to 1."""

    years: float
    low: float
    high: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Gender:
    """What the face looks like to the model, and how probable that is, 0.5 to 1."""

    name: Literal["female", "male"]
    confidence: float


@dataclass(frozen=True, slots=True)
class Pose:
    """How the head is turned, in degrees: yaw (sideways), pitch (up or down), roll (to a shoulder); 0 is frontal.

    Positive yaw looks to the viewer's right, positive pitch up; positive roll is clockwise as the viewer sees it.
    """

    yaw: float
    pitch: float
    roll: float


@dataclass(frozen=True, slots=True)
class Attributes:
    """What can be told about a face. High `blur` is blurred; high `quality` is fit for comparison."""

    age: Age
    gender: Gender
    smile: Measure
    pose: Pose
    blur: Measure
    quality: Measure
