"""Looking at a picture for faces: where they are, what can be told about them, and the vectors to compare them by."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mindseye import images
from mindseye.errors import ModelError
from mindseye.models.card import Card
from mindseye.models.registry import Models
from mindseye.tasks.faces.face import Attributes, Face, Landmarks
from mindseye.types import RGB, Box, Vectors

if TYPE_CHECKING:
    from mindseye.tasks.faces.detection import Search

LOOKED = 1280  # px of the longer side at which faces are looked for: one of 20 px there is too small to be told apart
SMALLEST = 12  # px of a face in the smaller picture: no detector finds smaller ones
DETECT, EMBED, ATTRIBUTES, GENDER = "face-detect", "face-embed", "face-attributes", "face-gender"
OPTIONAL = (ATTRIBUTES, GENDER)  # faces do without where nothing tells them


@dataclass(frozen=True, slots=True)
class Seen:
    """The faces of one picture, the largest first, in its own px; without attributes if these were not asked for."""

    faces: tuple[Face, ...]
    attributes: tuple[Attributes | None, ...]
    vectors: Vectors  # (n, 128)
    nearest_score: float | None
    timings_ms: dict[str, float]


class Seer:
    """Looks for faces. Safe to use from several threads at once. Raises ModelError where a model is missing."""

    def __init__(self, models: Models) -> None:
        self._models = models
        from mindseye.tasks.faces import detection

        self._cards = {task: card for task in (DETECT, EMBED, *OPTIONAL) if (card := _card(models, task))}
        self.usual = detection.defaults(self._cards[DETECT])

    @property
    def card(self) -> Card:
        """The card of the model that makes the vectors."""
        return self._cards[EMBED]

    @property
    def vector_version(self) -> str:
        """Changes whenever vectors would no longer compare with those of before."""
        return _digest(self.card)

    @property
    def version(self) -> str:
        """Changes whenever pictures would be looked at with other eyes."""
        return _digest(*self._cards.values(), extra=repr(self.usual))

    @property
    def least_quality(self) -> float:
        """The quality, 0 to 100, from which on a face is fit for comparison."""
        return self._cards[ATTRIBUTES].thresholds.get("quality", 0.0) if ATTRIBUTES in self._cards else 0.0

    def versions(self, *tasks: str) -> dict[str, str]:
        """Return the versions of the models for some tasks, by name; of all if none are named."""
        cards = [self._cards[task] for task in tasks or tuple(self._cards) if task in self._cards]
        return {card.name: card.version for card in cards}

    def search(self, options: dict[str, Any]) -> Search:
        """Return how to look for faces: as usual but for `options`."""
        return dataclasses.replace(self.usual, **options)

    def see(self, rgb: RGB, wanted: Search | None = None, attributes: bool = True) -> Seen:
        """Return the faces of a picture. They are looked for in a smaller one if it is large, and embedded from it."""
        from mindseye.tasks.faces import detection, embedding

        started = time.perf_counter()
        small = images.shrink(rgb, LOOKED)
        scale = rgb.shape[1] / small.shape[1]
        if wanted is not None and scale > 1:
            wanted = dataclasses.replace(wanted, min_size=max(SMALLEST, round(wanted.min_size / scale)))
        found = detection.detect(self._models, small, wanted or self.usual)
        faces = tuple(scaled(face, scale, rgb.shape[0] / small.shape[0]) for face in found.faces)
        detected = time.perf_counter()
        vectors = embedding.embed(self._models, rgb, faces)
        embedded = time.perf_counter()
        timings = {"detect": detected - started, "embed": embedded - detected}
        told: tuple[Attributes | None, ...] = (None,) * len(faces)
        if attributes and ATTRIBUTES in self._cards:
            from mindseye.tasks.faces import attributes as telling

            told = telling.describe(self._models, rgb, faces, vectors) if faces else ()
            timings["attributes"] = time.perf_counter() - embedded
        return Seen(faces, told, vectors, found.nearest_score, {name: 1000.0 * s for name, s in timings.items()})


def scaled(face: Face, x: float, y: float) -> Face:
    """Return a face in a picture that is x times as wide and y times as high."""
    by, box = np.array([x, y], np.float32), face.box
    return Face(
        Box(box.x1 * x, box.y1 * y, box.x2 * x, box.y2 * y), face.score, Landmarks.of(face.landmarks.points * by)
    )


def _card(models: Models, task: str) -> Card | None:
    """Return the card of the model for a task; None where there is no such model and it is optional."""
    if found := models.newest(task):
        return found[0].card
    if task in OPTIONAL:
        return None
    raise ModelError(f"There is no model for the task {task!r}: add one with `mindseye models add`.")


def _digest(*cards: Card, extra: str = "") -> str:
    parts = [(card.sha256, card.input) for card in cards]
    return hashlib.sha256(f"{parts!r}{extra}".encode()).hexdigest()[:16]
