"""Writing a flat index, under its lock: making it, adding to it, compacting it. Every order of steps survives a kill.

What is on the disk when a function returns stays there through a power cut.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye.index.checks import EngineError
from mindseye.index.codes import Codes, bits_for, rotation
from mindseye.index.layout import PARTS, Meta, Snapshot, check_absent
from mindseye.types import Ids, Vectors

CHUNK = 32_768  # rows that compaction copies at a time


def create(folder: Path, dim: int, seed: int) -> None:
    """Make an empty index: beside its place, then at once in it, so that nobody ever sees half of one."""
    check_absent(folder)
    meta, fresh = Meta(dim, bits_for(dim), seed), folder.with_name(f".{folder.name}.new")
    with telling(folder):
        shutil.rmtree(fresh, ignore_errors=True)  # of one that was killed here
        fresh.mkdir(parents=True)
        np.save(fresh / "rotation.npy", rotation(dim, seed))
        for part in PARTS:
            meta.path(fresh, part).touch()
        _write_meta(fresh, meta)
        fresh.replace(folder)


def append(folder: Path, snapshot: Snapshot, ids: Ids, vectors: Vectors, codes: Codes) -> None:
    """Put vectors (n, dim) with their codes behind the rows of a snapshot that is up to date."""
    rows = {"vectors": vectors.astype("<f4", copy=False), "codes": codes}
    _extend(folder, snapshot, rows, (ids + 1).astype("<i8"))


def append_drops(folder: Path, snapshot: Snapshot, ids: Ids) -> None:
    """Note that ids are gone; each takes a row that holds nothing, a hole in the files where the disk knows holes."""
    _extend(folder, snapshot, {}, (-ids - 1).astype("<i8"))


def _extend(folder: Path, snapshot: Snapshot, rows: dict[str, NDArray[Any]], entries: NDArray[np.int64]) -> None:
    assert snapshot.meta is not None
    meta, count = snapshot.meta, len(snapshot.entries)
    with telling(folder):
        for part in ("vectors", "codes"):
            width = meta.row_bytes(part)
            with meta.path(folder, part).open("r+b", buffering=0) as file:
                if part in rows:
                    _write(file.fileno(), count * width, rows[part])
                elif os.fstat(file.fileno()).st_size < (count + len(entries)) * width:
                    os.truncate(file.fileno(), (count + len(entries)) * width)
                os.fsync(file.fileno())
        with meta.path(folder, "ids").open("r+b", buffering=0) as file:
            _write(file.fileno(), count * meta.row_bytes("ids"), entries)
            os.fsync(file.fileno())


def compact(folder: Path, snapshot: Snapshot) -> None:
    """Write the living rows as the next generation, name it in meta.json, and throw the old files away.

    Whoever reads the old files keeps them until the next look at meta.json.
    """
    assert snapshot.meta is not None
    meta = replace(snapshot.meta, generation=snapshot.meta.generation + 1)
    kept = np.ones(len(snapshot.entries), bool)
    kept[snapshot.places.dead] = False
    rows = np.flatnonzero(kept)
    sources: dict[str, NDArray[Any]] = {"vectors": snapshot.vectors, "codes": snapshot.codes, "ids": snapshot.entries}
    with telling(folder):
        for part in PARTS:
            with meta.path(folder, part).open("wb") as file:
                for start in range(0, len(rows), CHUNK):
                    file.write(sources[part][rows[start : start + CHUNK]].tobytes())
                file.flush()
                os.fsync(file.fileno())
        _write_meta(folder, meta)
    for path in folder.glob("[0-9]*.*"):
        if not path.name.startswith(f"{meta.generation}."):
            with contextlib.suppress(
                OSError
            ):  # Windows keeps files that somebody reads; the next compaction tries again
                path.unlink()


def _write_meta(folder: Path, meta: Meta) -> None:
    fresh = folder / ".meta.json"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(meta)))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / "meta.json")
    if os.name == "posix":  # a new name is on the disk when its folder is
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write(handle: int, place: int, rows: NDArray[Any]) -> None:
    """Write rows at a place; a write may take fewer bytes than it is given."""
    os.lseek(handle, place, os.SEEK_SET)
    rest = np.ascontiguousarray(rows).data.cast("B") if rows.size else memoryview(b"")
    while rest:
        rest = rest[os.write(handle, rest) :]


@contextlib.contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Say in one sentence what the disk refused; what was written before is as it was."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise EngineError(
            f"The index in {folder} cannot be written ({reason}): make room, or get the right to write there."
        ) from error
