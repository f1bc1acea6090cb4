"""How near indexing comes to the floor: the rate that decoding and the network alone allow on the same cores."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mindseye import images
from mindseye.benchmarks.result import Row
from mindseye.descriptors.spaces import DEFAULT, SKETCH, space
from mindseye.errors import DataError
from mindseye.library.indexing import cores
from mindseye.library.library import Library
from mindseye.models.registry import Models
from mindseye.settings import Settings

ROUNDS = 2  # floor and indexing take turns, since the machine may be shared
MOST = 1500  # pictures; enough for a steady rate
SPACES = (DEFAULT, SKETCH)  # both come from one pass of the network
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".avif", ".tif", ".tiff", ".bmp", ".gif")


def indexing_rows(
    settings: Settings, models: Models, folder: Path, report: Callable[[int, int], None] = lambda done, total: None
) -> list[Row]:
    """Return one row: pictures per second of both, and their ratio. Raises DataError where there are no pictures."""
    paths = photos_in(folder)
    floor_s = index_s = 0.0
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        copies = [Path(shutil.copy(path, Path(scratch) / f"{i:05}{path.suffix}")) for i, path in enumerate(paths)]
        for turn in range(ROUNDS):
            report(2 * turn, 2 * ROUNDS)
            floor_s += floor(models, settings, copies)
            report(2 * turn + 1, 2 * ROUNDS)
            index_s += indexing(models, settings, Path(scratch))
    count = ROUNDS * len(paths)
    metrics = {
        "images_per_s": count / index_s,
        "floor_images_per_s": count / floor_s,
        "ratio_to_floor": floor_s / index_s,
    }
    setting: dict[str, str | int | float | bool] = {"part": "indexing", "space": "+".join(SPACES), "cores": cores()}
    return [Row(model=space(DEFAULT).model, count=len(paths), metrics=metrics, setting=setting)]


def photos_in(folder: Path) -> list[Path]:
    """Return the first of a folder's pictures, in order. Raises DataError where there are none."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)[:MOST]
    if not paths:
        raise DataError(f"{folder} holds no pictures to index: give a folder of photos.")
    return paths


def floor(models: Models, settings: Settings, paths: Sequence[Path]) -> float:
    """Return the seconds for reading, decoding and the network's pass over all pictures, on all cores."""
    model = models.get(space(DEFAULT).model)
    session, spec = models.session(model), model.card.input

    def see(path: Path) -> None:
        rgb = images.decode(path.read_bytes(), settings.image_limits, path.name, max(spec.width, spec.height))
        session.run(images.prepare(rgb, spec)[None], ["map", "logits"])

    started = time.perf_counter()
    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(see, paths))
    return time.perf_counter() - started


def indexing(models: Models, settings: Settings, folder: Path) -> float:
    """Return the seconds for indexing a folder into a new library: the catalogue and the index included."""
    with tempfile.TemporaryDirectory(prefix="mindseye-") as home:
        library = Library(dataclasses.replace(settings, home=Path(home), catalogue="", index="", spaces=SPACES), models)
        library.add_source(folder)
        started = time.perf_counter()
        library.jobs.run("index")
        taken = time.perf_counter() - started
        library.close()
    return taken
