"""What is learned from: the backbone's features of a picture, worked out once and kept by the picture's content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.descriptors import projections
from mindseye.descriptors.classes import WEIGHT, probabilities
from mindseye.descriptors.layout import layout
from mindseye.descriptors.pooling import unit
from mindseye.models.registry import Model, Models
from mindseye.tasks.classify import BACKBONE, LOGITS
from mindseye.types import RGB

POOLED = "pooled"
PROJECTION = "photo-256"  # what turns a signature's parts into a short vector; learned for searching
STORED = np.dtype("<f2")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the backbone saw of one example."""

    pooled: NDArray[np.float32]  # (2, channels), means over the map: of the picture and of its mirror image
    signature: NDArray[np.float32]  # (256,), unit length
    layout: NDArray[np.float32]  # (243,), unit length

    def packed(self) -> dict[str, bytes]:
        """Return the columns of its row in the catalogue."""
        return {name: getattr(self, name).astype(STORED).tobytes() for name in ("pooled", "signature", "layout")}


class Looker:
    """Looks at pictures with the backbone. Safe to use from several threads at once."""

    def __init__(self, models: Models) -> None:
        self.model: Model = models.get(BACKBONE)
        self._session = models.session(self.model)
        learned = projections.load(PROJECTION)
        parts = f"{self.model.card.sha256}|{self.model.card.input!r}|{learned.sha256}"
        self.version = hashlib.sha256(parts.encode()).hexdigest()[:16]

    @property
    def at_least(self) -> int:
        """How many px the shorter side of a decoded picture must keep."""
        return max(self.model.card.input.width, self.model.card.input.height)

    def look(self, rgb: RGB) -> Seen:
        """Return what the backbone sees of a picture and of its mirror image."""
        tensor = images.prepare(rgb, self.model.card.input)
        answers = self._session.run(np.stack([tensor, tensor[:, :, ::-1]]), [POOLED, LOGITS])
        return Seen(answers[POOLED], signature(answers[POOLED][0], answers[LOGITS][0]), layout(rgb))


def signature(pooled: NDArray[np.float32], logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vector by which it is judged whether a picture is like any of the classes, (256,), unit length.

    It is the descriptor of the space `photo` without its preference for the picture's middle: roots of the means of
    the channels, and of the probabilities of ImageNet's classes, projected as for searching.
    """
    parts = np.concatenate([unit(np.sqrt(pooled)), np.float32(WEIGHT) * np.sqrt(probabilities(logits))])
    return projections.load(PROJECTION).apply(unit(parts))
