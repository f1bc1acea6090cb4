"""The index of local features: which few of many pictures are worth a geometric check?"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye.types import Hit, Ids
from mindseye.verification import segment, voting
from mindseye.verification.learned import learned
from mindseye.verification.local_features import Features
from mindseye.verification.segment import Segment, Votes
from mindseye.verification.words import worded

WORDS_ASKED = 3  # the nearest words that each feature of a query is looked up under
MANIFEST = "manifest.json"
PARTS = {
    "ids": np.int64,
    "counts": np.int64,
    "starts": np.int64,
    "signatures": np.uint64,
    "rows": np.uint32,
    "views": np.uint8,
}


@dataclass(frozen=True, slots=True)
class State:
    """All there is at one moment; replaced as a whole."""

    names: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    living: tuple[NDArray[np.bool_], ...] = ()
    stamp: tuple[int, int] = (0, 0)  # of the manifest that this was read from


class LocalIndex:
    """An inverted file in segments, like a log: `put` and `drop` add one, small ones are merged as they come.

    In a folder or, without one, in memory. It is a cache: what is damaged or of another version counts as missing, and
    `ids()` says what is there. Any number of readers, also in other processes, see each change at their next call; one
    writer at a time, which the caller sees to. Killed at any moment, it is as before or after the change.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._state = State()
        self._writing = threading.Lock()

    def put(self, ids: Ids, features: Sequence[Features]) -> None:
        """Store the features of some pictures, best many at once; a known id gets the new features."""
        if len(ids) != len(features):
            raise ValueError(f"{len(ids)} ids for the features of {len(features)} pictures")
        if len(ids):
            self._append(segment.make(np.asarray(ids, np.int64), features))

    def drop(self, ids: Ids) -> None:
        """Forget these pictures; unknown ones are ignored."""
        gone = np.intersect1d(np.asarray(ids, np.int64), self.ids())
        if len(gone):
            self._append(segment.tombstones(gone))

    def candidates(self, query: Features, k: int = 50, within: Ids | None = None) -> list[Hit]:
        """Return the k pictures with the best scores above 0, best first; only among `within` if it is given.

        A score is 0–1 and says only in which order to look: `match` says whether it is the same thing.
        """
        state = self._current()
        counted = list(state.living)
        if within is not None:
            wanted = [np.isin(s.ids, within) for s in state.segments]
            counted = [a & b for a, b in zip(counted, wanted, strict=True)]
        votes = _gather(state, query, counted)
        if k < 1 or not len(votes.rows):
            return []
        ids, counts = (np.concatenate([getattr(s, name) for s in state.segments]) for name in ("ids", "counts"))
        found = voting.scores(votes, len(query), counts)
        rows = np.flatnonzero(found > 0)
        best = rows[np.lexsort((ids[rows], -found[rows]))[:k]]
        return [Hit(int(ids[row]), float(found[row])) for row in best]

    def ids(self) -> Ids:
        """Return the ids of all pictures that are stored, ascending."""
        state = self._current()
        parts = [s.ids[a] for s, a in zip(state.segments, state.living, strict=True)]
        return np.sort(np.concatenate(parts)).astype(np.int64) if parts else np.zeros(0, np.int64)

    def __len__(self) -> int:
        return int(sum(a.sum() for a in self._current().living))

    def _current(self) -> State:
        """Return the newest state, read again if another process has changed it."""
        if self._folder is not None and self._state.stamp != _stamp(self._folder):
            self._state = _read(self._folder)
        return self._state

    def _append(self, fresh: Segment) -> None:
        with self._writing:
            state = self._current()
            names, segments = [*state.names, uuid.uuid4().hex], [*state.segments, fresh]
            while len(segments) > 1 and len(segments[-2].rows) <= 2 * len(segments[-1].rows) + 10_000:
                living = segment.alive(segments)[-2:]
                segments[-2:] = [segment.merged(segments[-2:], living, keep_tombstones=len(segments) > 2)]
                names[-2:] = [uuid.uuid4().hex]
            self._replace(State(tuple(names), tuple(segments), tuple(segment.alive(segments))))

    def _replace(self, state: State) -> None:
        if self._folder is None:
            self._state = state
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, part in zip(state.names, state.segments, strict=True):
            if name not in self._state.names:
                _write(part, self._folder / name)
        manifest = self._folder / f".{uuid.uuid4().hex}"
        manifest.write_text(json.dumps({"learned": learned().version, "segments": state.names}), encoding="utf-8")
        os.replace(manifest, self._folder / MANIFEST)
        self._state = _read(self._folder)
        _sweep(self._folder, set(state.names))


def _gather(state: State, query: Features, counted: Sequence[NDArray[np.bool_]]) -> Votes:
    """Return all votes, their rows numbered through all segments."""
    asked, offset, parts = worded(query.descriptors, WORDS_ASKED), 0, [_no_votes()]
    for part, rows in zip(state.segments, counted, strict=True):
        found = segment.votes(part, query, asked, rows)
        parts += [dataclasses.replace(votes, rows=votes.rows + offset) for votes in found]
        offset += len(part.ids)
    names = [field.name for field in dataclasses.fields(Votes)]
    return Votes(*(np.concatenate([getattr(votes, name) for votes in parts]) for name in names))


def _no_votes() -> Votes:
    none = np.zeros(0, np.int64)
    return Votes(none, none, none, none, none)


def _stamp(folder: Path) -> tuple[int, int]:
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_ino)


def _read(folder: Path) -> State:
    """Return what the manifest names; again if a writer swept it away meanwhile."""
    for _ in range(5):
        stamp = _stamp(folder)
        try:
            told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            named = told["segments"] if told["learned"] == learned().version else []
        except (OSError, ValueError, KeyError, TypeError):
            return State(stamp=stamp)
        found = {name: part for name in named if (part := _load(folder / str(name))) is not None}
        if _stamp(folder) == stamp:
            break
    segments = tuple(found.values())
    return State(tuple(found), segments, tuple(segment.alive(segments)), stamp)


def _load(place: Path) -> Segment | None:
    """Return a segment, mapped into memory rather than read; None if it is missing or damaged."""
    try:
        found = {name: np.load(place / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in PARTS}
    except (OSError, ValueError, EOFError):
        return None
    lengths = {len(found["rows"]), len(found["signatures"]), len(found["views"]), int(found["starts"][-1])}
    right = all(found[name].dtype == kind for name, kind in PARTS.items()) and len(found["ids"]) == len(found["counts"])
    return Segment(**found) if right and len(lengths) == 1 else None


def _write(part: Segment, place: Path) -> None:
    place.mkdir()
    for name in PARTS:
        np.save(place / f"{name}.npy", np.asarray(getattr(part, name)), allow_pickle=False)


def _sweep(folder: Path, kept: set[str]) -> None:
    """Remove segments that nothing names any more; readers that have them open are not disturbed."""
    for place in folder.iterdir():
        if place.is_dir() and place.name not in kept:
            with contextlib.suppress(OSError):
                shutil.rmtree(place)
