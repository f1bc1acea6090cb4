"""Benchmark `speed`: how fast pictures are indexed, and vectors and sketches searched, beside a floor or a rival."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np

from mindseye import images
from mindseye.benchmarks.result import Result
from mindseye.benchmarks.speed_indexing import indexing_rows, photos_in
from mindseye.benchmarks.speed_search import search_rows
from mindseye.benchmarks.speed_sketch import sketch_rows
from mindseye.descriptors.spaces import DEFAULT, space
from mindseye.models.registry import Models
from mindseye.settings import Settings
from mindseye.tasks.embed import embed_picture
from mindseye.types import Vectors

PARTS = ("indexing", "sketch", "search")
Report = Callable[[int, int], None]


def run(
    settings: Settings,
    models: Models,
    data: Path,
    sizes: Sequence[int],
    report: Report = lambda done, total: None,
    parts: Collection[str] = PARTS,
) -> Result:
    """Measure parts on the photos of a folder; their descriptors, enlarged by jittering, are what is searched."""
    rows = indexing_rows(settings, models, data, report) if "indexing" in parts else []
    if "sketch" in parts:
        rows += sketch_rows(settings, models, photos_in(data), report=report)
    if "search" in parts:
        vectors = descriptors(settings, models, data, report)
        with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
            rows += search_rows(vectors, sizes, Path(scratch), report)
    return Result("speed", str(data), rows)


def descriptors(settings: Settings, models: Models, data: Path, report: Report) -> Vectors:
    """Return the usual descriptor of each photo, (n, dim)."""
    where, paths = space(DEFAULT), photos_in(data)
    found = []
    for done, path in enumerate(paths):
        report(done, len(paths))
        found.append(embed_picture(models, where, images.read(path, settings.image_limits)))
    return np.stack(found)
