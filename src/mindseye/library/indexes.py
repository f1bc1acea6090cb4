"""The vector indexes of the library: caches of the catalogue that follow its changes, and are rebuilt when they can't.

Every change of a vector is noted in the transaction that makes it. An index remembers the last note that it has
followed, looks at what the catalogue says now about each picture noted since, and puts or drops its vector. Doing so
twice changes nothing; so a kill at any moment costs no more than doing it again.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, func, select

from mindseye import index as engines
from mindseye.descriptors.spaces import POINTS, Space, space
from mindseye.errors import RequestError
from mindseye.index import VectorIndex
from mindseye.library import tables
from mindseye.library.browsing import in_chunks
from mindseye.library.catalogue import Catalogue
from mindseye.library.locks import held
from mindseye.library.recording import STORED
from mindseye.types import Ids

t, c, v, x = tables, tables.changes.c, tables.vectors.c, tables.indexes.c
BLOCK = 4096  # vectors that are moved at once
Report = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Tell nobody."""


class Indexes:
    """One index per space, in step with the catalogue. Safe to use from several threads and processes at once."""

    def __init__(self, catalogue: Catalogue, engine: str, version: Callable[[Space], str], points: Path) -> None:
        """Keep indexes where the URL `engine` says, and the one of local features in the folder `points`."""
        self._catalogue, self._engine, self._version = catalogue, engine, version
        self._points = points
        self._opened: dict[str, tuple[tuple[str, str, int], VectorIndex]] = {}
        self._lock = threading.Lock()

    def indexed(self, name: str) -> VectorIndex:
        """Return the index of a space, open for reading and in step. NotFoundError for a space that is not known."""
        wanted, url = space(name), self.engine(name)
        version = self._version(wanted)
        row, newest = self._state(name, url)
        if row is None or row.version != version or row.position < newest:
            self.follow(name)
            row, _ = self._state(name, url)
        index = self._reader(wanted, url, version, row.generation)
        if len(index) != row.count:  # another process is writing, or the index was thrown away
            self.follow(name)
            row, _ = self._state(name, url)
            index = self._reader(wanted, url, version, row.generation)
        return index

    def follow(self, name: str) -> None:
        """Bring the index of a space in step; one that was never made, is of another version or lost is rebuilt."""
        wanted, url = space(name), self.engine(name)
        version = self._version(wanted)
        with held(self._catalogue.locks, f"index {name} {self._place(url)}"):
            row, newest = self._state(name, url)
            if row is None or row.version != version:
                self._build(wanted, url, version, newest)
                return
            with self._writable(url, wanted) as index:
                last = self._catch_up(index, wanted, version, row.position)
                if len(index) == self.count(name, version):
                    self._remember(name, url, version, last, len(index), row.generation)
                    return
            self._build(wanted, url, version, newest)

    def rebuild(self, name: str, report: Report = _silent) -> None:
        """Make the index of a space anew from the catalogue."""
        wanted, url = space(name), self.engine(name)
        with held(self._catalogue.locks, f"index {name} {self._place(url)}"):
            _, newest = self._state(name, url)
            self._build(wanted, url, self._version(wanted), newest, report)

    def move(self, name: str, url: str, report: Report = _silent) -> None:
        """Move a space to another engine: filled there first, then used there, then thrown away here."""
        wanted, old = space(name), self.engine(name)
        if wanted == POINTS:
            raise RequestError("Local features are searched by an inverted file in the home folder; they cannot move.")
        self._catalogue_must_know(wanted)
        new = url or self._engine
        if new == old:
            return
        with held(self._catalogue.locks, f"index {name} {self._place(new)}"):
            _, newest = self._state(name, new)
            self._build(wanted, new, self._version(wanted), newest, report)
        with self._catalogue.writing() as connection:
            connection.execute(t.spaces.update().where(t.spaces.c.name == name).values(engine=url))
            connection.execute(delete(t.indexes).where(x.space == name, x.place == self._place(old)))
        self._drop(old, wanted)

    def discard(self, name: str) -> None:
        """Throw the index of a space away, for a space that is given up."""
        url = self.engine(name)
        with self._catalogue.writing() as connection:
            connection.execute(delete(t.indexes).where(x.space == name))
        with self._lock:
            self._opened.pop(name, None)
        self._drop(url, space(name))

    def engine(self, name: str) -> str:
        """Return the URL of the engine that holds a space."""
        with self._catalogue.reading() as connection:
            url = connection.execute(select(t.spaces.c.engine).where(t.spaces.c.name == name)).scalar()
        return url or self._engine

    def count(self, name: str, version: str) -> int:
        """Return how many vectors of this version the catalogue holds, of pictures that are not removed."""
        with self._catalogue.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(_current(name, version))).scalar_one())

    def stored(self, name: str, ids: Sequence[int]) -> dict[int, Any]:
        """Return what the catalogue keeps of pictures in a space: vectors, or local features; by id."""
        wanted = space(name)
        with self._catalogue.reading() as connection:
            found, kept = _stored(connection, wanted, self._version(wanted), list(ids))
        return dict(zip(found.tolist(), kept, strict=True))

    def ids_in(self, name: str) -> Ids:
        """Return the ids of the pictures that have a vector in a space, in order."""
        query = _current(name, self._version(space(name)))
        with self._catalogue.reading() as connection:
            return np.fromiter(connection.execute(select(query.c.picture_id)).scalars(), np.int64)

    def _reader(self, wanted: Space, url: str, version: str, generation: int) -> VectorIndex:
        """Return the opened index; opened anew when it was rebuilt or moved."""
        key = (url, version, generation)
        with self._lock:
            known = self._opened.get(wanted.name)
            if known is None or known[0] != key:
                known = self._opened[wanted.name] = (key, self._open(url, wanted))
            return known[1]

    def _catch_up(self, index: VectorIndex, wanted: Space, version: str, position: int) -> int:
        """Do what the notes after a position ask for; return the number of the last one."""
        while True:
            query = select(c.seq, c.picture_id).where(c.space == wanted.name, c.seq > position)
            with self._catalogue.reading() as connection:
                rows = connection.execute(query.order_by(c.seq).limit(BLOCK)).all()
                if not rows:
                    return max(position, self._newest(connection, wanted.name))
                noted = sorted({row.picture_id for row in rows})
                ids, vectors = _stored(connection, wanted, version, noted)
            if len(ids):
                index.put(ids, vectors)
            if len(gone := np.setdiff1d(np.array(noted, np.int64), ids)):
                index.drop(gone)
            position = rows[-1].seq

    def _build(self, wanted: Space, url: str, version: str, newest: int, report: Report = _silent) -> None:
        """Fill a new index. `newest` was read before, so that what changes meanwhile is followed afterwards."""
        self._drop(url, wanted)
        total = self.count(wanted.name, version)
        with self._writable(url, wanted) as index:
            done = 0
            for ids, vectors in self._all(wanted, version):
                index.put(ids, vectors)
                done += len(ids)
                report(done, max(done, total))
            row, _ = self._state(wanted.name, url)
            generation = int(time.time() * 1000) if row is None else row.generation + 1
            self._remember(wanted.name, url, version, newest, len(index), generation)

    def _all(self, wanted: Space, version: str) -> Iterator[tuple[Ids, Any]]:
        """Give all vectors of a space in blocks, by id."""
        last = 0
        while True:
            query = select(v.picture_id, v.vector).join(t.pictures, t.pictures.c.id == v.picture_id)
            query = query.where(v.space == wanted.name, v.version == version, v.picture_id > last)
            query = query.where(t.pictures.c.removed.is_(False)).order_by(v.picture_id).limit(BLOCK)
            with self._catalogue.reading() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            last = rows[-1].picture_id
            yield _arrays(rows, wanted)

    def _state(self, name: str, url: str) -> tuple[Any, int]:
        """Return the index's row or None, and the number of the newest note about its space."""
        with self._catalogue.reading() as connection:
            query = select(t.indexes).where(x.place == self._place(url), x.space == name)
            return connection.execute(query).first(), self._newest(connection, name)

    def _newest(self, connection: Connection, name: str) -> int:
        return int(connection.execute(select(func.max(c.seq)).where(c.space == name)).scalar() or 0)

    def _remember(self, name: str, url: str, version: str, position: int, count: int, generation: int) -> None:
        """Write down how far an index is, and forget the notes that all indexes of its space have followed."""
        values = {"version": version, "position": position, "count": count, "generation": generation}
        statement = self._catalogue.insert(t.indexes).values(place=self._place(url), space=name, **values)
        with self._catalogue.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["place", "space"], set_=values))
            slowest = select(func.min(x.position)).where(x.space == name).scalar_subquery()
            connection.execute(delete(t.changes).where(c.space == name, c.seq < slowest))  # the last one stays

    def _catalogue_must_know(self, wanted: Space) -> None:
        with self._catalogue.writing() as connection:
            know(self._catalogue, connection, wanted)

    def _open(self, url: str, wanted: Space, writable: bool = False) -> Any:
        """Return the index of a space; that of local features is an inverted file, whatever the engine."""
        if wanted == POINTS:
            from mindseye.verification import LocalIndex

            return LocalIndex(self._points)
        return engines.open_index(url, wanted.name, wanted.dim, writable)

    def _writable(self, url: str, wanted: Space) -> Any:
        """Return the index, open for writing, as a context."""
        index = self._open(url, wanted, writable=True)
        return closing(index) if hasattr(index, "close") else nullcontext(index)

    def _drop(self, url: str, wanted: Space) -> None:
        if wanted == POINTS:
            shutil.rmtree(self._points, ignore_errors=True)
        else:
            engines.drop_index(url, wanted.name)

    def _place(self, url: str) -> str:
        """Return the name of an index among all: folders of two machines are two indexes."""
        return f"{socket.gethostname()} {url}" if url.startswith("flat:") else url


def know(catalogue: Catalogue, connection: Connection, wanted: Space) -> None:
    """Write a space down as one that every picture shall have a vector in."""
    values = {"name": wanted.name, "dim": wanted.dim, "engine": "", "added": time.time()}
    statement = catalogue.insert(t.spaces).values(**values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"dim": wanted.dim}))


def _current(name: str, version: str) -> Any:
    """Return the query for the ids that belong into an index."""
    query = select(v.picture_id).join(t.pictures, t.pictures.c.id == v.picture_id)
    query = query.where(v.space == name, v.version == version, t.pictures.c.removed.is_(False))
    return query.order_by(v.picture_id).subquery()


def _stored(connection: Connection, wanted: Space, version: str, ids: Sequence[int]) -> tuple[Ids, Any]:
    """Return those of the ids that belong into the index, and their vectors."""
    rows: list[Any] = []
    for part in in_chunks(ids):
        query = select(v.picture_id, v.vector).join(t.pictures, t.pictures.c.id == v.picture_id)
        query = query.where(v.space == wanted.name, v.version == version, v.picture_id.in_(part))
        rows += connection.execute(query.where(t.pictures.c.removed.is_(False)).order_by(v.picture_id)).all()
    return _arrays(rows, wanted)


def _arrays(rows: Sequence[Any], wanted: Space) -> tuple[Ids, Any]:
    """Return ids (n,) and vectors (n, dim), of unit length again after they were rounded to float16.

    Of local features: a list of what each picture has.
    """
    ids, dim = np.array([row.picture_id for row in rows], np.int64), wanted.dim
    if wanted == POINTS:
        from mindseye.verification import unpack

        return ids, [unpack(row.vector) for row in rows]
    vectors = np.frombuffer(b"".join(row.vector for row in rows), STORED).reshape(len(rows), dim).astype(np.float32)
    return ids, vectors / np.maximum(1e-12, np.linalg.norm(vectors, axis=1, keepdims=True))
