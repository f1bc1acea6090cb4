"""How long finding, embedding and describing one face in a picture of 640 × 480 px takes, on one thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from mindseye import images, metrics
from mindseye.benchmarks.result import Row
from mindseye.errors import DataError
from mindseye.models.registry import Models
from mindseye.tasks.faces import attributes
from mindseye.tasks.faces.detection import detect, detector
from mindseye.tasks.faces.embedding import embed, model_of
from mindseye.tasks.faces.face import Face
from mindseye.types import RGB, ImageLimits

SAMPLE = Path(__file__).parent.parent / "samples" / "photos" / "astronaut.jpg"
WORDS = "640 × 480, one face"
WARM_UP = 3  # runs that do not count


def sample() -> RGB:
    """Return the astronaut, 360 px square, as the upper part of a picture of 640 × 480."""
    import cv2

    square = images.read(SAMPLE, ImageLimits())
    return np.asarray(cv2.resize(square, (640, 640), interpolation=cv2.INTER_CUBIC)[:480], np.uint8)


def speed_rows(models: Models, runs: int = 15) -> list[Row]:
    """Return median and 95th percentile of each stage and of all together, over so many runs."""
    rgb = sample()
    faces = detect(models, rgb).faces
    if len(faces) != 1:
        raise DataError(
            f"The detector finds {len(faces)} faces instead of one in {SAMPLE.name}: its card may be wrong."
        )
    stages: dict[str, tuple[str, Callable[[Sequence[Face]], object]]] = {
        "detect": (detector(models).card.name, lambda _: detect(models, rgb)),
        "embed": (model_of(models).card.name, lambda found: embed(models, rgb, found)),
    }
    if models.newest(attributes.TASK):
        name = attributes.describer(models).card.name
        vectors = embed(models, rgb, faces)
        stages["attributes"] = (name, lambda found: attributes.describe(models, rgb, found, vectors))
    times = np.array([[_milliseconds(work, faces) for _, work in stages.values()] for _ in range(runs + WARM_UP)])
    times = times[WARM_UP:]
    rows = [_row(name, stage, times[:, column]) for column, (stage, (name, _)) in enumerate(stages.items())]
    return [*rows, _row(" + ".join(name for name, _ in stages.values()), "total", times.sum(1))]


def _milliseconds(work: Callable[[Sequence[Face]], object], faces: Sequence[Face]) -> float:
    started = time.perf_counter()
    work(faces)
    return 1000.0 * (time.perf_counter() - started)


def _row(model: str, stage: str, times: np.ndarray) -> Row:
    p50, p95 = metrics.percentiles(times.tolist())
    figures = {"latency_ms_p50": p50, "latency_ms_p95": p95}
    return Row(model, len(times), figures, {"stage": stage, "picture": WORDS})
