"""The files of a flat index: how they are laid out, and read while somebody writes (see append.py).

    FOLDER/SPACE.lock              held while somebody writes
    FOLDER/SPACE/meta.json         what this is: layout, dim, bits, seed, generation; replaced whole
    FOLDER/SPACE/rotation.npy      (dim, bits) float32
    FOLDER/SPACE/N.vectors         rows of dim float32           N is the generation: compaction
    FOLDER/SPACE/N.codes           rows of bits / 8 bytes        writes the next one, then meta.json
    FOLDER/SPACE/N.ids             rows of one int64: id + 1 puts the row's vector there, −(id + 1) drops the id

Files only grow, and a row's id is written after its vector and code are on the disk: what N.ids says is there. A writer
that is killed leaves rows without ids, which the next one writes over. Of an id's several entries the last counts.
All numbers are little-endian.
"""

from __future__ import annotations

import json
import mmap
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye.index.checks import CURE, EngineError
from mindseye.index.codes import Codes, bits_for
from mindseye.index.places import Places
from mindseye.types import Vectors

FORMAT = "mindseye-flat"
LAYOUT = 1
PARTS = ("vectors", "codes", "ids")
ENTRY = 8  # bytes of one entry of N.ids
OURS = re.compile(r"meta\.json|rotation\.npy|[0-9]+\.(vectors|codes|ids)|\.meta\.json|\.rotation\.npy")


@dataclass(frozen=True, slots=True)
class Meta:
    """What meta.json says."""

    dim: int
    bits: int
    seed: int
    generation: int = 1
    format: str = FORMAT
    layout: int = LAYOUT

    def path(self, folder: Path, part: str) -> Path:
        return folder / f"{self.generation}.{part}"

    def row_bytes(self, part: str) -> int:
        return {"vectors": 4 * self.dim, "codes": self.bits // 8, "ids": ENTRY}[part]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An index as it was at one moment; it stays readable whatever a writer does meanwhile."""

    stamp: tuple[int, ...]  # of meta.json; () when there is no index yet
    entries: NDArray[np.int64]  # (n,)
    vectors: Vectors  # (n, dim), memory-mapped
    codes: Codes  # (n, bits / 8), memory-mapped
    places: Places
    meta: Meta | None = None

    @property
    def live(self) -> int:
        return self.places.count - len(self.places.dead)


def nothing(dim: int) -> Snapshot:
    """Return the snapshot of an index that is not there yet."""
    codes = np.zeros((0, bits_for(dim) // 8), np.uint8)
    return Snapshot((), np.zeros(0, np.int64), np.zeros((0, dim), np.float32), codes, Places())


def damaged(folder: Path, why: str) -> EngineError:
    return EngineError(f"The index in {folder} is damaged ({why}); {CURE}.")


def stamp_of(folder: Path) -> tuple[int, ...]:
    """Return what changes whenever meta.json is replaced, or () where there is no index."""
    try:
        found = (folder / "meta.json").stat()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise damaged(folder, str(error.strerror or error)) from error
    return found.st_ino, found.st_mtime_ns, found.st_size


def check_absent(folder: Path) -> None:
    """Raise EngineError if a folder without meta.json holds something: it is not ours, or no longer whole."""
    try:
        strange = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    except FileNotFoundError:
        return
    except OSError as error:
        raise damaged(folder, str(error.strerror or error)) from error
    if strange and not (folder / "meta.json").exists():
        raise EngineError(f"{folder} is no index: it holds {strange[0]} but no meta.json. Move it away; then {CURE}.")


def check_ours(folder: Path) -> None:
    """Raise EngineError if a folder holds anything but an index's files, be they whole or damaged."""
    try:
        strange = sorted(entry.name for entry in folder.iterdir() if not OURS.fullmatch(entry.name))
    except OSError as error:
        raise EngineError(f"{folder} cannot be looked into ({error.strerror or error}).") from error
    if strange:
        raise EngineError(f"{folder} holds {strange[0]}, which is no part of an index: move that away and try again.")


def read_meta(folder: Path, dim: int) -> Meta:
    """Return meta.json. EngineError says what is wrong with it, or with its dim. FileNotFoundError if it has gone."""
    try:
        said: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if said["format"] != FORMAT:
            raise ValueError(f"format {said['format']!r}")
        if said["layout"] != LAYOUT:
            raise EngineError(
                f"The index in {folder} has layout {said['layout']}; this program reads {LAYOUT}; {CURE}."
            )
        meta = Meta(**said)
        if meta.bits != bits_for(meta.dim) or meta.generation < 1:
            raise ValueError("its figures contradict each other")
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(folder, f"meta.json: {error}") from error
    if meta.dim != dim:
        raise EngineError(f"The index in {folder} has vectors of {meta.dim} dims, not {dim}; {CURE}.")
    return meta


def read_rotation(folder: Path, meta: Meta) -> NDArray[np.float32]:
    try:
        turn = np.load(folder / "rotation.npy", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise damaged(folder, f"rotation.npy: {error}") from error
    if turn.shape != (meta.dim, meta.bits) or turn.dtype != np.float32 or not np.isfinite(turn).all():
        raise damaged(folder, f"rotation.npy is {turn.dtype} {turn.shape}")
    return np.asarray(turn)


def entries_written(folder: Path, meta: Meta) -> int:
    """Return how many entries the index has by now. FileNotFoundError if it has been compacted or thrown away."""
    return meta.path(folder, "ids").stat().st_size // ENTRY


def load(folder: Path, dim: int, before: Snapshot) -> Snapshot:
    """Return the index as it is now; what `before` knew already is not read again."""
    for _ in range(20):  # a compaction may throw away the files that meta.json has just named
        stamp = stamp_of(folder)
        if not stamp:
            check_absent(folder)
            return nothing(dim)
        try:
            meta = before.meta if before.meta and stamp == before.stamp else read_meta(folder, dim)
            count = entries_written(folder, meta)
            mapped = {part: _mapped(folder, meta, part, count) for part in PARTS}
        except FileNotFoundError as error:
            lost = error.filename
            continue
        places = before.places if stamp == before.stamp and before.places.count <= count else Places()
        entries = mapped["ids"].view("<i8").reshape(-1)
        fresh = entries[places.count :]
        if (fresh == 0).any():
            raise damaged(folder, "ids were lost, as after a power cut")
        places = places.after(fresh) if len(fresh) else places
        vectors = mapped["vectors"].view("<f4")
        return Snapshot(stamp, entries, vectors, mapped["codes"], places, meta)
    raise damaged(folder, f"{lost} is missing")


def _mapped(folder: Path, meta: Meta, part: str, count: int) -> NDArray[np.uint8]:
    """Return the first `count` rows of one file, (count, bytes of a row), memory-mapped."""
    width, path = meta.row_bytes(part), meta.path(folder, part)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < count * width:
                raise damaged(folder, f"{path.name} has {size} bytes where {count * width} belong")
            if not count:
                return np.zeros((0, width), np.uint8)
            mapped = mmap.mmap(file.fileno(), count * width, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise damaged(folder, f"{path.name}: {error.strerror or error}") from error
    return np.frombuffer(mapped, np.uint8).reshape(count, width)
