"""Pictures made by seeds, and what tests of the library ask again and again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from mindseye.library.jobs import Job
from mindseye.library.library import Library
from mindseye.library.sources import to_text


def paint(path: Path, seed: int, width: int = 48, height: int = 32, **options: Any) -> Path:
    """Write a picture of coarse colour patches; another seed gives another picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    patches = np.random.default_rng(seed).integers(0, 256, (4, 6, 3), np.uint8)
    Image.fromarray(patches).resize((width, height), Image.Resampling.NEAREST).save(path, **options)
    return path


def index(library: Library, *paths: Path, **arguments: Any) -> Job:
    """Index paths, or all that is known, and return the job when it is done."""
    job = library.jobs.run("index", paths=[to_text(str(path)) for path in paths], **arguments)
    assert job.state == "done", job.error
    return job


def counts(job: Job) -> tuple[int, int, int, int]:
    """Return how many pictures a job has added, found gone, found unreadable, and passed over unchanged."""
    added, gone, unreadable, unchanged = (job.result[n] for n in ("added", "gone", "unreadable", "unchanged"))
    return added, gone, unreadable, unchanged


def names(library: Library, **how: Any) -> list[str]:
    return [picture.name for picture in library.pictures(**how).items]


def ids_by_name(library: Library) -> dict[str, int]:
    return {picture.name: picture.id for picture in library.pictures().items}


def contents(folder: Path) -> set[str]:
    """Return the sha256 of every file below a folder."""
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def in_index(library: Library, space: str = "colour") -> set[int]:
    """Return which pictures the index of a space finds, by asking it for more than there are."""
    index = library.indexed(space)
    query = np.eye(1, 256, dtype=np.float32)
    return {hit.id for hit in index.nearest(query, 10_000)[0]}
