"""Find the faces in a picture: how many there are, where, and how sure that is. Measured in docs/faces.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from mindseye.errors import ModelError, RequestError
from mindseye.models.card import Card
from mindseye.models.registry import Model, Models
from mindseye.tasks.faces.cascade import PLACED, SLIM, Candidates, Cascade
from mindseye.tasks.faces.face import Face, Landmarks
from mindseye.tasks.faces.windows import apart, halved, turned_back
from mindseye.types import RGB, Box

TASK = "face-detect"
USUAL_SHARE, LEAST_SHARE = 28, 50  # so many of the smallest faces fit side by side into a usual and a large picture
BEYOND_DOUBT = 0.95  # a score; a face that lies on its side may get a fair one, but with its points in wrong places
MOST_SHARED = 0.4  # of what two windows cover together, if they are two faces
DARK, LIT = 110, 200  # of 255: where nearly nothing is brighter than the one, the picture is brightened to the other


@dataclass(frozen=True, slots=True)
class Search:
    """What counts as found: from which size (px of the shorter side) and score (0 to 1) on, and how many at most."""

    min_size: int
    min_score: float
    most: int | None = None

    def __post_init__(self) -> None:
        if self.min_size < 1:
            raise RequestError(f"The smallest face must be 1 px or more, not {self.min_size}.")
        if not 0 <= self.min_score <= 1:
            raise RequestError(f"The least score must be between 0 and 1, not {self.min_score:g}.")
        if self.most is not None and self.most < 1:
            raise RequestError(f"The most faces must be 1 or more, not {self.most}.")


@dataclass(frozen=True, slots=True)
class Detected:
    """The faces of a picture, the largest first; with none, the `min_score` that would have found one, if any."""

    faces: tuple[Face, ...]
    nearest_score: float | None


def detector(models: Models) -> Model:
    """Return the model that finds faces. Raises ModelError where there is none."""
    if not (found := models.newest(TASK)):
        raise ModelError(f"There is no model for the task {TASK!r}: add one with `mindseye models add`.")
    return found[0]


def defaults(card: Card, rgb: RGB | None = None) -> Search:
    """Return what is searched for when nobody says otherwise: the card's thresholds.

    The card's smallest face is for a picture of about 640 × 480 px. In a smaller one faces down to half of that are
    looked for, which costs little; in one larger than a megapixel those of a fiftieth of its side (of a square of the
    same area), so that a photo of 12 MP takes little longer than one of 1 MP.
    """
    smallest = card.thresholds["min_size"]
    if rgb is not None:
        side = math.sqrt(rgb.shape[0] * rgb.shape[1])
        smallest = float(np.clip(side / USUAL_SHARE, smallest / 2, max(smallest, side / LEAST_SHARE)))
    return Search(round(smallest), card.thresholds["min_score"])


def detect(models: Models, rgb: RGB, wanted: Search | None = None) -> Detected:
    """Return every face in the picture, with boxes and landmarks in its px; a box ends where the picture does.

    Where no face is beyond doubt, faces of twice the size are also looked for in the picture turned to either side:
    somebody lies, or the camera did not write down how it was held. Of what is found twice, the surer one counts.
    """
    model = detector(models)
    wanted = wanted or defaults(model.card, rgb)
    small = reduced(rgb, wanted.min_size)
    cascade, lit, factor = Cascade(models, model), brightened(small), max(rgb.shape) / max(small.shape)
    smallest = wanted.min_size / factor
    found = cascade.run(lit, smallest, wanted.min_score)
    if found.best < BEYOND_DOUBT:
        found = _surest([found, *(_turned(cascade, lit, turns, 2 * smallest) for turns in (1, 3))])
    found = _inside(found, small, smallest)
    faces = _faces(found, factor, wanted)
    nearest = None if faces or not len(found.scores) else math.floor(1000 * found.best) / 1000
    return Detected(faces, nearest)


def reduced(rgb: RGB, smallest: int) -> RGB:
    """Return the picture, halved as often as no detail is lost that the last network could see in the smallest face."""
    times = int(math.log2(max(SLIM * smallest / PLACED, 1.0)))
    pictures = halved(rgb, PLACED)
    return pictures[min(times, len(pictures) - 1)]


def brightened(rgb: RGB) -> RGB:
    """Return the picture, or where it is very dark, a brighter one: faces are found in the dark, too."""
    brightest = float(np.percentile(rgb[::8, ::8], 99))
    if brightest >= DARK:
        return rgb
    return np.asarray(cv2.convertScaleAbs(rgb, alpha=LIT / max(brightest, 4.0)), np.uint8)


def _turned(cascade: Cascade, rgb: RGB, turns: int, smallest: float) -> Candidates:
    """Return what is a face beyond doubt, in px of the picture, when it is turned by quarters against the clock."""
    found = cascade.run(np.ascontiguousarray(np.rot90(rgb, turns)), smallest, BEYOND_DOUBT)
    corners = turned_back(found.windows.reshape(-1, 2, 2), turns, rgb)
    windows = np.hstack([corners.min(axis=1), corners.max(axis=1)])
    sure = found.scores >= BEYOND_DOUBT
    return Candidates(windows[sure], found.scores[sure], turned_back(found.points, turns, rgb)[sure])


def _surest(seen: Sequence[Candidates]) -> Candidates:
    """Return all candidates but those that a surer one overlaps."""
    windows, scores = np.concatenate([s.windows for s in seen]), np.concatenate([s.scores for s in seen])
    kept = apart(windows, scores, MOST_SHARED)
    return Candidates(windows[kept], scores[kept], np.concatenate([s.points for s in seen])[kept])


def _inside(found: Candidates, rgb: RGB, smallest: float) -> Candidates:
    """Return the candidates with their windows cut off where the picture ends; only those that are large enough."""
    windows = np.clip(found.windows, 0, np.array([rgb.shape[1], rgb.shape[0]] * 2, np.float32))
    large = (windows[:, 2:] - windows[:, :2]).min(axis=1, initial=np.inf) >= smallest
    return Candidates(windows[large], found.scores[large], found.points[large])


def _faces(found: Candidates, factor: float, wanted: Search) -> tuple[Face, ...]:
    """Return the candidates that are sure enough as faces, the largest first; px become `factor` times as many."""
    sure = np.flatnonzero(found.scores >= wanted.min_score)
    windows, points = factor * found.windows[sure], factor * found.points[sure]
    order = np.argsort(-(windows[:, 2:] - windows[:, :2]).prod(axis=1), kind="stable")[: wanted.most]
    return tuple(
        Face(Box(*map(float, windows[i])), float(found.scores[sure[i]]), Landmarks.of(points[i])) for i in order
    )
