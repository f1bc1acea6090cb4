"""Three networks in a row: the first proposes windows of every size, the second refuses most, the third is sure.

Zhang, Zhang, Li and Qiao 2016, "Joint face detection and alignment using multitask cascaded convolutional networks",
section II.A. Which thresholds and sizes are used, and why: docs/faces.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.models.registry import Model, Models
from mindseye.tasks.faces.windows import Scores, Windows, apart, halved, looked_through, shifted, squared
from mindseye.types import RGB

Part = tuple[str, ...]  # of the model: one of its networks, by its outputs
PROPOSE: Part = ("propose_score", "propose_shift")
REFINE: Part = ("refine_score", "refine_shift")
PLACE: Part = ("place_score", "place_shift", "place_points")
WINDOW, STRIDE = 12, 2  # px: the proposing network's window, and the way from one to the next
REFINED, PLACED = 24, 48  # px: the windows of the other two
LEAST_PROPOSED, LEAST_REFINED = 0.7, 0.5  # scores that let a window through to the next network
FACTOR = 0.709  # from one level of the pyramid to the next: half the area
SLIM = 1.4  # a square window is so much wider than the shorter side of the face in it
BORDER = 4  # px of black around each level, so that faces which leave the picture by a third are proposed, too
STRIP = 1 << 19  # px that the proposing network sees at once, so that a huge picture fits into memory
MARGINS = (-0.025, 0.025, 0.075)  # shares of a face's side by which the looks for its points are wider on each side
MIRRORED = [1, 0, 2, 4, 3]  # the points of a mirrored face, in the order of Landmarks
BATCH = 32  # windows at a time
MOST_WINDOWS = 20_000  # that are looked at closely; a texture may look like faces everywhere


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be faces: windows (n, 4) in px, scores (n,), five points each (n, 5, 2), as in Landmarks."""

    windows: Windows
    scores: Scores
    points: NDArray[np.float32]

    @property
    def best(self) -> float:
        """The highest score; 0 without candidates."""
        return float(self.scores.max(initial=0.0))


class Cascade:
    """The networks of one model."""

    def __init__(self, models: Models, model: Model) -> None:
        self._spec = model.card.input
        self._sessions = {part: models.session(model, part) for part in (PROPOSE, REFINE, PLACE)}

    def run(self, rgb: RGB, smallest: float, sure: float) -> Candidates:
        """Return all that may be faces whose shorter side is `smallest` px or more; some are a little smaller.

        The points of those with a score of `sure` or more are exact.
        """
        pictures = halved(rgb, WINDOW)
        windows = self._proposed(pictures, SLIM * smallest)
        answers = self._answers(REFINE, pictures, windows, REFINED)
        scores = answers["refine_score"].reshape(-1)
        passed = np.flatnonzero(scores >= LEAST_REFINED)
        passed = passed[apart(windows[passed], scores[passed], 0.7)]
        shifts = answers["refine_shift"].reshape(-1, 4)[passed]
        found = self._placed(pictures, squared(shifted(windows[passed], shifts)))
        exact = found.scores >= sure
        found.points[exact] = self._steadied(pictures, found.windows[exact])
        return found

    def _placed(self, pictures: Sequence[RGB], windows: Windows) -> Candidates:
        answers = self._answers(PLACE, pictures, windows, PLACED)
        scores, places = answers["place_score"].reshape(-1), answers["place_points"].reshape(-1, 2, 5)
        corners, sizes = windows[:, None, :2], (windows[:, 2:] - windows[:, :2])[:, None]
        points = corners + sizes * places.transpose(0, 2, 1)
        windows = shifted(windows, answers["place_shift"].reshape(-1, 4))
        kept = apart(windows, scores, 0.7, of_smaller=True)
        return Candidates(windows[kept], np.minimum(scores[kept], 1.0), points[kept])

    def _steadied(self, pictures: Sequence[RGB], windows: Windows) -> NDArray[np.float32]:
        """Return the five points (n, 5, 2) in each window as the mean of several looks, a little nearer and farther.

        Each look counts with its mirror image, so that no side is favoured. One look alone is off by 1 % of the face's
        width, which costs the comparison of faces 0.2 points of accuracy (docs/faces.md).
        """
        if not len(windows):
            return np.empty((0, 5, 2), np.float32)
        corners, sides = squared(windows)[:, :2], (squared(windows)[:, 2:] - squared(windows)[:, :2])
        looks = np.stack([np.hstack([corners - m * sides, corners + (1 + m) * sides]) for m in MARGINS])  # (m, n, 4)
        seen = looked_through(pictures, looks.reshape(-1, 4).astype(np.float32), PLACED)
        both = np.concatenate([seen, seen[:, :, ::-1]])
        parts = [self._sessions[PLACE].run(self._batch(both[i : i + BATCH]), PLACE) for i in range(0, len(both), BATCH)]
        told = np.concatenate([part["place_points"].reshape(-1, 2, 5) for part in parts])
        places = told.reshape(2, len(MARGINS), -1, 2, 5).swapaxes(3, 4)  # shares of the looks' sides
        places[1] = (np.array([1, 0]) + np.array([-1, 1]) * places[1])[..., MIRRORED, :]
        points = looks[:, :, None, :2] + places.mean(0) * (looks[:, :, 2:] - looks[:, :, :2])[:, :, None]
        return np.asarray(points.mean(0), np.float32)

    def _proposed(self, pictures: Sequence[RGB], smallest: float) -> Windows:
        """Return square windows that may hold faces, from `smallest` px to the whole picture wide."""
        height, width = pictures[0].shape[:2]
        found, scores = [np.empty((0, 4), np.float32)], [np.empty(0, np.float32)]
        scale = WINDOW / smallest
        while min(height, width) * scale + 2 * BORDER >= WINDOW and max(height, width) * scale >= WINDOW:
            columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
            source = next(p for p in reversed(pictures) if p.shape[1] >= columns or p is pictures[0])
            level = cv2.resize(source, (columns, rows), interpolation=cv2.INTER_AREA)
            framed = cv2.copyMakeBorder(level, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT)
            windows, sure = self._level(np.asarray(framed, np.uint8))
            found.append((windows - BORDER) * np.array([width / columns, height / rows] * 2, np.float32))
            scores.append(sure)
            scale *= FACTOR
        windows, sure = np.concatenate(found), np.concatenate(scores)
        return squared(windows[apart(windows, sure, 0.7)[:MOST_WINDOWS]])

    def _level(self, level: RGB) -> tuple[Windows, Scores]:
        """Return windows in px of this level, which is seen strip by strip, and their scores."""
        rows = max(64, STRIP // level.shape[1]) // STRIDE * STRIDE
        step = rows - (WINDOW - STRIDE)  # strips overlap, so that each window lies in one
        found, scores = [], []
        for top in range(0, level.shape[0] - WINDOW + 1, step):
            answers = self._sessions[PROPOSE].run(self._batch(level[None, top : top + rows]), PROPOSE)
            sure, shifts = answers["propose_score"][0, 0], answers["propose_shift"][0]
            y, x = np.nonzero(sure >= LEAST_PROPOSED)
            corners = np.stack([STRIDE * x, STRIDE * y + top], axis=1).astype(np.float32)
            windows = np.hstack([corners, corners + WINDOW])
            kept = apart(windows, sure[y, x], 0.5)
            found.append(shifted(windows[kept], shifts[:, y, x].T[kept]))
            scores.append(sure[y, x][kept])
        return np.concatenate(found), np.concatenate(scores)

    def _answers(
        self, part: Part, pictures: Sequence[RGB], windows: Windows, side: int
    ) -> dict[str, NDArray[np.float32]]:
        """Return the outputs of one network for what each window shows."""
        batches = [looked_through(pictures, windows[i : i + BATCH], side) for i in range(0, len(windows), BATCH)]
        answers = [self._sessions[part].run(self._batch(seen), part) for seen in batches]
        return {name: np.concatenate([a[name] for a in answers] or [np.empty(0, np.float32)]) for name in part}

    def _batch(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(n, height, width, 3) → the network's input (n, 3, height, width), by the card."""
        mean, std = np.float32(255 * self._spec.mean[0]), np.float32(255 * self._spec.std[0])
        return np.ascontiguousarray(((pictures.astype(np.float32) - mean) / std).transpose(0, 3, 1, 2))
