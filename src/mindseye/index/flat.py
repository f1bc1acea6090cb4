"""The engine `flat`: vectors and their 1-bit codes in memory-mapped files, scanned whole; nothing is built first."""

from __future__ import annotations

import contextlib
import shutil
import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye.errors import SettingsError
from mindseye.index import append, checks, codes, layout
from mindseye.index.funnel import Found, funnel, scan
from mindseye.index.lock import writing
from mindseye.types import Hit, Ids, Vectors

SEED = 20_240_607  # of the rotation; any will do, but one for all makes indexes alike
SCANNED = 20_000  # vectors that lie together are scored exactly up to here: about 1 ms, and faiss need not be loaded
PICKED = 2_000  # the same where a filter picks them one by one
BATCH_BYTES = 64 << 20  # of scores or distances at a time
FEWEST_DEAD = 10_000  # rows that must be dead before compaction is worth while


class FlatIndex:
    """One space in a folder. Any number of threads and processes may read while one writes; safe to share by threads.

    Every search sees what any process has written before it began. A writer holds the lock for one call of `put` or
    `drop` only, so writers take turns; one that waits longer than `patience` seconds raises EngineError.
    """

    def __init__(self, folder: Path, dim: int, writable: bool = False, patience: float = 10.0) -> None:
        self._folder, self._dim, self._writable, self._patience = folder, dim, writable, patience
        self._snapshot = layout.nothing(dim)
        self._turn: tuple[tuple[int, ...], NDArray[np.float32]] = ((), np.zeros((0, 0), np.float32))
        self._refreshing = threading.Lock()
        self._fresh()

    def put(self, ids: Ids, vectors: Vectors) -> None:
        """See VectorIndex. What was put is on the disk when this returns."""
        ids = checks.checked_ids(ids)
        vectors = checks.checked_vectors(ids, vectors, self._dim)
        last = checks.last_of_each(ids)
        ids, vectors = ids[last], vectors[last]
        with self._writer():
            snapshot = self._fresh()
            if not snapshot.meta:
                append.create(self._folder, self._dim, SEED)
                snapshot = self._fresh()
            if len(ids):
                append.append(self._folder, snapshot, ids, vectors, codes.encode(vectors, self._rotation(snapshot)))
                self._tidy()

    def drop(self, ids: Ids) -> None:
        """See VectorIndex."""
        ids = np.unique(checks.checked_ids(ids))
        with self._writer():
            snapshot = self._fresh()
            known = ids[snapshot.places.of(ids) >= 0]
            if len(known):
                append.append_drops(self._folder, snapshot, known)
                self._tidy()

    def nearest(self, queries: Vectors, k: int, within: Ids | None = None) -> list[list[Hit]]:
        """See VectorIndex. Equal scores come in the order of their ids."""
        queries, k, snapshot = checks.checked_queries(queries, self._dim), checks.checked_k(k), self._fresh()
        allowed = None if within is None else _rows(snapshot, checks.checked_ids(within))
        if not (snapshot.live if allowed is None else len(allowed)):
            return [[] for _ in queries]
        hits: list[list[Hit]] = []
        step = max(1, BATCH_BYTES // (4 * len(snapshot.entries)))
        for start in range(0, len(queries), step):
            part = self._find(snapshot, allowed, queries[start : start + step], k)
            hits += [checks.best(snapshot.entries[found.rows] - 1, found.scores, k) for found in part]
        return hits

    def _find(
        self, snapshot: layout.Snapshot, allowed: NDArray[np.int64] | None, queries: Vectors, k: int
    ) -> list[Found]:
        dead, vectors = snapshot.places.dead, snapshot.vectors
        together = len(snapshot.entries) <= SCANNED
        if together or (allowed is not None and len(allowed) <= PICKED):
            return scan(vectors, allowed, dead, queries)
        return funnel(vectors, snapshot.codes, self._rotation(snapshot), allowed, dead, queries, k)

    def vectors(self, ids: Ids) -> Vectors:
        """See VectorIndex."""
        ids, snapshot = checks.checked_ids(ids), self._fresh()
        rows = snapshot.places.of(ids)
        if (rows < 0).any():
            raise KeyError(int(ids[rows < 0][0]))
        return np.asarray(snapshot.vectors[rows], np.float32)

    def __len__(self) -> int:
        return self._fresh().live

    def compact(self) -> None:
        """Give the room of dropped and replaced vectors back; `put` and `drop` do so when more than half is dead."""
        with self._writer():
            snapshot = self._fresh()
            if snapshot.meta:
                append.compact(self._folder, snapshot)

    # ── keeping up with writers ─────────────────────────────────────────────────────────────────────────────────────

    def _fresh(self) -> layout.Snapshot:
        """Return the index as it is on the disk now; two looks at file sizes where nothing has changed."""
        snapshot = self._snapshot
        if self._is_current(snapshot):
            return snapshot
        with self._refreshing:
            if not self._is_current(self._snapshot):
                self._snapshot = layout.load(self._folder, self._dim, self._snapshot)
            return self._snapshot

    def _is_current(self, snapshot: layout.Snapshot) -> bool:
        if snapshot.meta is None or layout.stamp_of(self._folder) != snapshot.stamp:
            return False
        try:
            return layout.entries_written(self._folder, snapshot.meta) == len(snapshot.entries)
        except FileNotFoundError:
            return False

    def _rotation(self, snapshot: layout.Snapshot) -> NDArray[np.float32]:
        assert snapshot.meta is not None
        stamp, turn = self._turn
        if stamp != snapshot.stamp:
            turn = layout.read_rotation(self._folder, snapshot.meta)
            self._turn = (snapshot.stamp, turn)
        return turn

    def _writer(self) -> contextlib.AbstractContextManager[None]:
        if not self._writable:
            raise checks.EngineError(f"The index in {self._folder} was opened for reading; open it with writable=True.")
        return _lock(self._folder, self._patience)

    def _tidy(self) -> None:
        snapshot = self._fresh()
        if len(snapshot.places.dead) > max(FEWEST_DEAD, snapshot.live):
            append.compact(self._folder, snapshot)


def open_flat(place: str, space: str, dim: int, writable: bool = False) -> FlatIndex:
    """Return the index of a space in the folder `place`. SettingsError for a folder that is not absolute."""
    return FlatIndex(_folder(place, space), dim, writable)


def drop_flat(place: str, space: str) -> None:
    """Throw a space's folder away, whole or damaged, while nobody writes. EngineError if it holds anything else."""
    folder = _folder(place, space)
    if not folder.exists():
        return
    with _lock(folder, 10.0):
        layout.check_ours(folder)
        gone = folder.with_name(f".{folder.name}.gone")
        shutil.rmtree(gone, ignore_errors=True)
        with append.telling(folder):
            folder.replace(gone)  # at once for all readers; the files may take a while
        shutil.rmtree(gone, ignore_errors=True)


def _folder(place: str, space: str) -> Path:
    if not Path(place).is_absolute():
        raise SettingsError(f"flat:{place} must name a folder from the root, such as flat:{Path(place).absolute()}.")
    return Path(place) / space


def _lock(folder: Path, patience: float) -> contextlib.AbstractContextManager[None]:
    with append.telling(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    return writing(folder.with_name(f"{folder.name}.lock"), patience)


def _rows(snapshot: layout.Snapshot, ids: Ids) -> NDArray[np.int64]:
    """Return the rows of the known ones of these ids, ascending, each once."""
    kept = np.zeros(len(snapshot.entries), bool)
    rows = snapshot.places.of(ids)
    kept[rows[rows >= 0]] = True
    return np.flatnonzero(kept)
