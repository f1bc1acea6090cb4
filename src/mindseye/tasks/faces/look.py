"""Look for every face of a picture and tell what can be told about each, with the time that each stage took."""

from __future__ import annotations

import time
from dataclasses import dataclass

from mindseye.models.registry import Models
from mindseye.tasks.faces import attributes as telling
from mindseye.tasks.faces import detection
from mindseye.tasks.faces.detection import Search
from mindseye.tasks.faces.face import Attributes, Face
from mindseye.types import RGB


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen: the faces, the largest first, with their attributes if these were asked for.

    With no face, `nearest_score` is the highest `min_score` that would have found one. `models` has names and versions.
    """

    faces: tuple[Face, ...]
    attributes: tuple[Attributes | None, ...]
    wanted: Search
    nearest_score: float | None
    models: dict[str, str]
    timings_ms: dict[str, float]


def look(models: Models, rgb: RGB, wanted: Search, attributes: bool = True) -> Look:
    """Return all faces of a picture as `wanted`."""
    asked = [detection.detector(models), *(telling.describers(models) if attributes else ())]
    versions = {model.card.name: model.card.version for model in asked}
    started = time.perf_counter()
    found = detection.detect(models, rgb, wanted)
    timings = {"detect": 1000.0 * (time.perf_counter() - started)}
    told: tuple[Attributes | None, ...] = (None,) * len(found.faces)
    if attributes:
        started = time.perf_counter()
        told = telling.describe(models, rgb, found.faces)
        timings["attributes"] = 1000.0 * (time.perf_counter() - started)
    return Look(found.faces, told, wanted, found.nearest_score, versions, timings)
