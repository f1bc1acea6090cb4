"""Benchmark `speed`, the part about searching by a sketch: what a person waits for each time a stroke ends.

Protocol: a library of n pictures, whose vectors are those of the given photos, enlarged as for `search_rows`, and whose
labels are what the backbone says of these photos. The drawings are outlines of the first photos (Canny 1986), black on
white, `BOARD` px wide, sent as PNG as the studio sends them. One search after another, after three that do not count;
each is the whole of what the library does: decode, find the drawing, look at it, search, re-rank, fetch the hits and
count their labels. The floor, in turns with it, is decoding, the network's pass and numpy's comparison with every
vector, which no search can do without.
"""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np

from mindseye import images, ranking
from mindseye.benchmarks.result import Row
from mindseye.benchmarks.speed_search import FEWEST, SEED, enlarged
from mindseye.descriptors.spaces import SKETCH, space
from mindseye.errors import DataError
from mindseye.images import Facts
from mindseye.library import places, recording
from mindseye.library.indexing import cores
from mindseye.library.labels import Labeller, labeller
from mindseye.library.library import Library
from mindseye.library.queries import Queries
from mindseye.library.recording import Labelled, Read, Vector
from mindseye.library.search import Query, Search
from mindseye.library.sources import Entry
from mindseye.library.terms import Term
from mindseye.models.registry import Models
from mindseye.settings import Settings
from mindseye.tasks import embed
from mindseye.tasks.marks import softmax
from mindseye.types import RGB, Vectors

SIZE = 10_000
DRAWINGS = 40
UNCOUNTED = 3
JITTER = 0.3
BOARD = 512  # px
BATCH = 1000  # pictures that are recorded in one transaction
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """What indexing would keep of the photos: vectors (n, dim), and the labels of each."""

    vectors: Vectors
    labels: tuple[Labelled, ...]


def sketch_rows(
    settings: Settings,
    models: Models,
    paths: Sequence[Path],
    size: int = SIZE,
    report: Report = lambda done, total: None,
) -> list[Row]:
    """Return one row: milliseconds of a search by a sketch, and of its floor. DataError for fewer than 20 photos."""
    if len(paths) < FEWEST:
        raise DataError(f"{len(paths)} pictures are too few to measure searching: give {FEWEST} or more.")
    seen = _seen(settings, models, paths, report)
    vectors = enlarged(seen.vectors, size, JITTER, np.random.default_rng(SEED))
    drawings = [outlines(images.read(path, settings.image_limits)) for path in paths[:DRAWINGS]]
    with tempfile.TemporaryDirectory(prefix="mindseye-") as home:
        library = Library(
            dataclasses.replace(settings, home=Path(home), catalogue="", index="", spaces=(SKETCH,)), models
        )
        _fill(library, models, vectors, seen.labels)
        searched, floor = _timed(library, models, drawings, vectors, report)
        library.close()
    p50, p95 = np.percentile(searched, [50, 95])
    floor_p50 = float(np.median(floor))
    metrics = {
        "latency_ms_p50": float(p50),
        "latency_ms_p95": float(p95),
        "floor_ms_p50": floor_p50,
        "ratio_to_floor": floor_p50 / float(p50),
    }
    setting: dict[str, str | int | float | bool] = {
        "part": "sketch", "n": size, "k": Query(()).k, "rerank": ranking.DEFAULT, "cores": cores()
    }  # fmt: skip
    return [Row(SKETCH, len(searched), metrics, setting)]


def outlines(rgb: RGB, side: int = BOARD) -> bytes:
    """Return the outlines of a photo as a drawing, black on white, its longer side `side` px: a PNG."""
    factor = side / max(rgb.shape[:2])
    grey = cv2.cvtColor(cv2.resize(rgb, None, fx=factor, fy=factor), cv2.COLOR_RGB2GRAY)
    edges = cv2.Canny(cv2.GaussianBlur(grey, (0, 0), 3), 30, 60)
    return images.encode_png(np.asarray(255 - cv2.dilate(edges, np.ones((3, 3), np.uint8)), np.uint8))


def _seen(settings: Settings, models: Models, paths: Sequence[Path], report: Report) -> Seen:
    where, names = space(SKETCH), labeller(models, "photo")
    vectors, labels = [], []
    for done, path in enumerate(paths):
        report(done, len(paths))
        rgb = images.read(path, settings.image_limits)
        ((_, vector),), logits = embed.embed_and_name(models, [where], rgb, [names.name])
        vectors.append(vector)
        labels.append(_labelled(names, logits[names.name]))
    return Seen(np.stack(vectors), tuple(labels))


def _labelled(names: Labeller, logits: embed.Vector) -> Labelled:
    return Labelled(names.name, names.version, names.keep(softmax(logits[None])[0]))


def _fill(library: Library, models: Models, vectors: Vectors, labels: Sequence[Labelled]) -> None:
    """Record pictures that have these vectors and labels, but no files, as if they had been indexed."""
    library.use_spaces([SKETCH])
    source = places.register(library.catalogue, library.settings.home).source
    version, facts = embed.version(models, space(SKETCH)), Facts(400, 300, "JPEG", datetime(2024, 1, 1))

    def read(i: int) -> Read:
        name = f"{i:06}.jpg"
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        vector = Vector(SKETCH, version, vectors[i])
        entry = Entry(str(library.settings.home), name, 1, 1)
        return Read(source, entry, sha256, 1, facts, (vector,), (labels[i % len(labels)],))

    for start in range(0, len(vectors), BATCH):
        recording.record(library.catalogue, [read(i) for i in range(start, min(start + BATCH, len(vectors)))])
    library.indexed(SKETCH)


def _timed(
    library: Library, models: Models, drawings: Iterable[bytes], vectors: Vectors, report: Report
) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each search by a drawing and of its floor, in turns."""
    search = Search(library, models, Queries(library.settings.home, library.limits))
    model = models.get(SKETCH)
    searched, floor = [], []
    listed = list(drawings)
    for done, drawing in enumerate([*listed[:UNCOUNTED], *listed]):
        report(done, len(listed) + UNCOUNTED)
        started = time.perf_counter()
        search.find(Query((Term(data=drawing, kind="sketch"),)))
        between = time.perf_counter()
        tensor = images.prepare(images.decode(drawing, library.limits), model.card.input)
        answers = models.session(model).run(tensor[None], ["vector"])
        scores = vectors @ answers["vector"][0]
        np.argpartition(-scores, min(Query(()).k, len(scores) - 1))
        ended = time.perf_counter()
        searched.append(1000 * (between - started))
        floor.append(1000 * (ended - between))
    return searched[UNCOUNTED:], floor[UNCOUNTED:]
