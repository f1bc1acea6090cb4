"""Find faces: a cascade of three networks over the whole picture, at every size.

Zhang, Zhang, Li and Qiao 2016, "Joint face detection and alignment using multitask cascaded convolutional networks",
section II.A. Measured against others in docs/faces.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.errors import ModelError, RequestError
from mindseye.models.card import Card
from mindseye.models.registry import Model, Models
from mindseye.tasks.faces.face import Face, Landmarks
from mindseye.tasks.faces.windows import Scores, Windows, apart, halved, looked_through, shifted, squared
from mindseye.types import RGB, Box

TASK = "face-detect"
Part = tuple[str, ...]  # of the model: one of its networks, by its outputs
PROPOSE: Part = ("propose_score", "propose_shift")
REFINE: Part = ("refine_score", "refine_shift")
PLACE: Part = ("place_score", "place_shift", "place_points")
WINDOW, STRIDE = 12, 2  # px: the proposing network's window, and the way from one to the next
REFINED, PLACED = 24, 48  # px: the windows of the other two
FACTOR = 0.709  # from one level of the pyramid to the next: half the area
LEAST_PROPOSED, LEAST_REFINED = 0.6, 0.7  # scores that let a window through to the next network
STRIP = 1 << 19  # px that the proposing network sees at once, so that a huge picture fits into memory
BATCH = 32  # windows at a time
MOST_WINDOWS = 20_000  # that are looked at closely; a texture may look like faces everywhere


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
            raise RequestError(f"The least score must be between 0 and 1, not {self.min_score}.")
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


def defaults(card: Card) -> Search:
    """Return what is searched for when nobody says otherwise: the thresholds of the card."""
    return Search(int(card.thresholds["min_size"]), card.thresholds["min_score"])


def detect(models: Models, rgb: RGB, wanted: Search | None = None) -> Detected:
    """Return every face in the picture, with boxes and landmarks in its px."""
    model = detector(models)
    wanted = wanted or defaults(model.card)
    cascade = Cascade(models, model)
    windows, scores, points = cascade.run(rgb, wanted.min_size)
    windows = np.clip(windows, 0, np.array([rgb.shape[1], rgb.shape[0]] * 2, np.float32))
    sides = windows[:, 2:] - windows[:, :2]
    large = sides.min(axis=1, initial=np.inf) >= wanted.min_size
    sure = large & (scores >= wanted.min_score)
    order = np.flatnonzero(sure)[np.argsort(-sides[sure].prod(axis=1), kind="stable")][: wanted.most]
    faces = tuple(
        Face(Box(*map(float, windows[i])), min(1.0, float(scores[i])), Landmarks.of(points[i])) for i in order
    )
    nearest = None if faces or not large.any() else math.floor(1000 * float(scores[large].max())) / 1000
    return Detected(faces, nearest)


class Cascade:
    """The three networks in a row."""

    def __init__(self, models: Models, model: Model) -> None:
        self._spec = model.card.input
        self._sessions = {part: models.session(model, part) for part in (PROPOSE, REFINE, PLACE)}

    def run(self, rgb: RGB, smallest: int) -> tuple[Windows, Scores, NDArray[np.float32]]:
        """Return windows (n, 4), scores (n,) and points (n, 5, 2) of all that may be faces, in px of the picture."""
        pictures = halved(rgb, WINDOW)
        windows = self._proposed(pictures, smallest)
        seen = self._answers(pictures, windows, REFINED, REFINE)
        scores = seen["refine_score"].reshape(-1)
        passed = np.flatnonzero(scores >= LEAST_REFINED)
        passed = passed[apart(windows[passed], scores[passed], 0.7)]
        windows = squared(shifted(windows[passed], seen["refine_shift"].reshape(-1, 4)[passed]))
        seen = self._answers(pictures, windows, PLACED, PLACE)
        scores = seen["place_score"].reshape(-1)
        corners, sizes = windows[:, None, :2], (windows[:, 2:] - windows[:, :2])[:, None]
        points = corners + seen["place_points"].reshape(-1, 2, 5).transpose(0, 2, 1) * sizes
        windows = shifted(windows, seen["place_shift"].reshape(-1, 4))
        kept = apart(windows, scores, 0.7, of_smaller=True)
        return windows[kept], scores[kept], points[kept]

    def _proposed(self, pictures: list[RGB], smallest: int) -> Windows:
        """Return square windows that may hold faces, of all sizes."""
        height, width = pictures[0].shape[:2]
        found, scores = [np.empty((0, 4), np.float32)], [np.empty(0, np.float32)]
        scale = WINDOW / smallest
        while min(height, width) * scale >= WINDOW:
            size = (round(width * scale), round(height * scale))
            level = next(p for p in reversed(pictures) if p.shape[1] >= size[0] or p is pictures[0])
            windows, sure = self._level(np.asarray(cv2.resize(level, size, interpolation=cv2.INTER_AREA), np.uint8))
            windows *= np.array([width / size[0], height / size[1]] * 2, np.float32)
            found.append(windows)
            scores.append(sure)
            scale *= FACTOR
        windows, sure = np.concatenate(found), np.concatenate(scores)
        return squared(windows[apart(windows, sure, 0.7)[:MOST_WINDOWS]])

    def _level(self, level: RGB) -> tuple[Windows, Scores]:
        """Return windows in px of this level, strip by strip, and their scores."""
        rows = max(64, STRIP // level.shape[1]) // STRIDE * STRIDE
        step = rows - (WINDOW - STRIDE)  # strips overlap, so that each window lies in one
        found, scores = [], []
        for top in range(0, level.shape[0] - WINDOW + 1, step):
            batch = self._batch(level[None, top : top + rows])
            answers = self._sessions[PROPOSE].run(batch, PROPOSE)
            sure, shifts = answers["propose_score"][0, 0], answers["propose_shift"][0]
            y, x = np.nonzero(sure >= LEAST_PROPOSED)
            corners = STRIDE * np.stack([x, y], axis=1).astype(np.float32) + (0, top)
            windows = np.hstack([corners, corners + WINDOW]).astype(np.float32)
            kept = apart(windows, sure[y, x], 0.5)
            found.append(shifted(windows[kept], shifts[:, y, x].T[kept]))
            scores.append(sure[y, x][kept])
        return np.concatenate(found), np.concatenate(scores)

    def _answers(self, pictures: list[RGB], windows: Windows, side: int, part: Part) -> dict[str, NDArray[np.float32]]:
        """Return the outputs of one network for what each window shows."""
        batches = [looked_through(pictures, windows[i : i + BATCH], side) for i in range(0, len(windows), BATCH)]
        answers = [self._sessions[part].run(self._batch(seen), part) for seen in batches]
        return {name: np.concatenate([a[name] for a in answers] or [np.empty((0, 1), np.float32)]) for name in part}

    def _batch(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(n, height, width, 3) → the network's input (n, 3, height, width), by the card."""
        mean, std = self._spec.mean[0] * 255, self._spec.std[0] * 255
        return np.ascontiguousarray((pictures.astype(np.float32) - mean).transpose(0, 3, 1, 2) / std)
