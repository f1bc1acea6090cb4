"""What indexing writes into the catalogue: files, pictures, vectors, and the changes that the indexes must follow."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, select, update

from mindseye.images import Facts
from mindseye.library import tables
from mindseye.library.browsing import in_chunks
from mindseye.library.catalogue import Catalogue
from mindseye.library.labels import Kept
from mindseye.library.sources import Entry
from mindseye.types import ImageLimits

t, p, f = tables, tables.pictures.c, tables.files.c
STORED = np.dtype("<f2")
AGAIN = -1  # as a file's time of change: try it again at the next look, since what was wrong is not the file's fault
LATEST = 250_000_000_000.0  # seconds; file systems may say any time, but dates end with the year 9999


@dataclass(frozen=True, slots=True)
class Vector:
    """A vector and the version of the space that it is of."""

    space: str
    version: str
    values: NDArray[np.float32] | bytes  # (dim,), unit length; or packed local features


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a model of some version is sure of about a picture; it may be nothing."""

    model: str
    version: str
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: its content, and what is new about it. `facts` is None for content that is known."""

    source: int
    entry: Entry
    sha256: str
    bytes: int
    facts: Facts | None = None
    vectors: tuple[Vector, ...] = field(default=())
    labels: tuple[Labelled, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why."""

    source: int
    entry: Entry
    reason: str


Outcome = Read | Unread


def record(catalogue: Catalogue, outcomes: Sequence[Outcome]) -> int:
    """Write a batch in one transaction; return how many pictures are new."""
    read = [outcome for outcome in outcomes if isinstance(outcome, Read)]
    with catalogue.writing() as connection:
        known = _known(connection, {one.sha256 for one in read})
        fresh = {one.sha256: one for one in read if one.sha256 not in known and one.facts is not None}
        known.update(_insert_pictures(connection, list(fresh.values())))
        read = [one for one in read if one.sha256 in known]  # a picture may have been forgotten since it was recognised
        _put_vectors(catalogue, connection, [(known[one.sha256], vector) for one in read for vector in one.vectors])
        _put_labels(catalogue, connection, {(known[one.sha256], of.model): of for one in read for of in one.labels})
        rows = [_file_row(one, known[one.sha256]) for one in read]
        failed = [_failure_row(one) for one in outcomes if isinstance(one, Unread)]
        put_files(catalogue, connection, rows + [row for row in failed if row["mtime_ns"] != AGAIN])
        unreachable = [row for row in failed if row["mtime_ns"] == AGAIN]
        put_files(catalogue, connection, unreachable, keep_picture=True)
    return len(fresh)


def put_files(
    catalogue: Catalogue, connection: Connection, rows: Sequence[Mapping[str, Any]], keep_picture: bool = False
) -> None:
    """Write files; one that is known by its source and path gets the new values, but perhaps not another picture."""
    if not rows:
        return
    statement = catalogue.insert(t.files)
    columns = ("size", "mtime_ns", "state", "reason", "recorded", *([] if keep_picture else ["picture_id"]))
    changed = {column: statement.excluded[column] for column in columns}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["source_id", "path"], set_=changed),
        list({(row["source_id"], row["path"]): row for row in rows}.values()),
    )


def archive_row(source: int, entry: Entry, problem: str) -> dict[str, Any]:
    """Return the row that says that an archive has been read whole, or what is wrong with it."""
    return _row(source, entry, "unreadable" if problem else "archive", None, problem or None)


def drop_files(connection: Connection, source: int, paths: Sequence[str]) -> None:
    """Forget files that have gone; pictures that keep another file are named after that one."""
    touched: set[int] = set()
    for start in range(0, len(paths), 500):
        gone = (f.source_id == source, f.path.in_(paths[start : start + 500]))
        touched.update(connection.execute(select(f.picture_id).where(*gone, f.picture_id.is_not(None))).scalars())
        connection.execute(delete(t.files).where(*gone))
    rename(connection, sorted(touched))


def rename(connection: Connection, ids: Sequence[int]) -> None:
    """Name pictures after the first file that they have now."""
    for part in in_chunks(ids):
        first = select(func.min(f.id)).where(f.picture_id.in_(part)).group_by(f.picture_id)
        for number, path in connection.execute(select(f.picture_id, f.path).where(f.id.in_(first))).all():
            connection.execute(update(t.pictures).where(p.id == number).values(name_key=_key(path)))


def forget_limits(connection: Connection, limits: ImageLimits) -> None:
    """Let files be tried again that were too large, if the limit is another one now."""
    now = (f"the limit is {limits.max_megapixels:g} MP.", f"the limit is {limits.max_bytes / 1e6:g} MB.")
    too_large = (f.state == "unreadable", f.reason.contains("; the limit is "), f.mtime_ns != AGAIN)
    others = [~f.reason.contains(words, autoescape=True) for words in now]
    connection.execute(update(t.files).where(*too_large, *others).values(mtime_ns=AGAIN))


def sweep(connection: Connection) -> int:
    """Delete the pictures that have no file any more, and return how many. What a person removed is remembered."""
    query = (
        select(p.id)
        .outerjoin(t.files, f.picture_id == p.id)
        .where(f.id.is_(None), p.removed.is_(False))
    )  # fmt: skip
    ids = list(connection.execute(query).scalars())
    note(connection, ids)
    for part in in_chunks(ids):
        connection.execute(delete(t.pictures).where(p.id.in_(part)))
    return len(ids)


def set_removed(connection: Connection, ids: Iterable[int], removed: bool) -> int:
    """Take pictures out or bring them back; return how many changed."""
    changed: list[int] = []
    for part in in_chunks([int(number) for number in ids]):
        statement = update(t.pictures).where(p.id.in_(part), p.removed.is_(not removed)).values(removed=removed)
        changed.extend(connection.execute(statement.returning(p.id)).scalars())
    note(connection, changed)
    return len(changed)


def note(connection: Connection, ids: Sequence[int]) -> None:
    """Write down that every index has to look at these pictures again."""
    spaces = list(connection.execute(select(t.spaces.c.name)).scalars())
    rows = [{"space": space, "picture_id": number} for space in spaces for number in ids]
    if rows:
        connection.execute(t.changes.insert(), rows)


def _known(connection: Connection, shas: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    listed = sorted(shas)
    for start in range(0, len(listed), 500):
        query = select(p.sha256, p.id).where(p.sha256.in_(listed[start : start + 500]))
        found.update(connection.execute(query).all())
    return found


def _insert_pictures(connection: Connection, fresh: Sequence[Read]) -> dict[str, int]:
    if not fresh:
        return {}
    rows = [_picture_row(one) for one in fresh]
    inserted = connection.execute(t.pictures.insert().returning(p.sha256, p.id), rows)
    return dict(inserted.all())


def _put_vectors(catalogue: Catalogue, connection: Connection, pairs: Sequence[tuple[int, Vector]]) -> None:
    if not pairs:
        return
    statement = catalogue.insert(t.vectors)
    changed = {c: statement.excluded[c] for c in ("version", "vector")}
    rows = [
        {"picture_id": number, "space": v.space, "version": v.version, "vector": _stored(v.values)}
        for number, v in pairs
    ]
    connection.execute(statement.on_conflict_do_update(index_elements=["picture_id", "space"], set_=changed), rows)
    connection.execute(t.changes.insert(), [{"space": r["space"], "picture_id": r["picture_id"]} for r in rows])


def _put_labels(catalogue: Catalogue, connection: Connection, found: Mapping[tuple[int, str], Labelled]) -> None:
    """Write what models say about pictures, by picture and model, in the place of what they said before."""
    if not found:
        return
    for model in {model for _, model in found}:
        for part in in_chunks([number for number, of in found if of == model]):
            mine = (t.labelled.c.model == model, t.labelled.c.picture_id.in_(part))
            again = list(connection.execute(select(t.labelled.c.picture_id).where(*mine)).scalars())
            old = (t.labels.c.model == model, t.labels.c.picture_id.in_(again))
            if again:
                connection.execute(delete(t.labels).where(*old))
    looks = [{"picture_id": number, "model": model, "version": of.version} for (number, model), of in found.items()]
    statement = catalogue.insert(t.labelled)
    changed = {"version": statement.excluded["version"]}
    connection.execute(statement.on_conflict_do_update(index_elements=["picture_id", "model"], set_=changed), looks)
    rows = [
        {"picture_id": number, "model": model, "rank": rank, **dataclasses.asdict(one)}
        for (number, model), of in found.items()
        for rank, one in enumerate(of.kept, start=1)
    ]
    if rows:
        connection.execute(t.labels.insert(), rows)


def _stored(values: NDArray[np.float32] | bytes) -> bytes:
    return values if isinstance(values, bytes) else values.astype(STORED).tobytes()


def _picture_row(one: Read) -> dict[str, Any]:
    assert one.facts is not None
    taken = one.facts.taken
    written = datetime.fromtimestamp(min(max(0.0, one.entry.mtime_ns / 1e9), LATEST))
    return {
        "sha256": one.sha256,
        "name_key": _key(one.entry.path),
        "width": one.facts.width,
        "height": one.facts.height,
        "bytes": one.bytes,
        "format": one.facts.format,
        "taken": taken.isoformat(timespec="seconds") if taken else None,
        "dated": (taken or written).isoformat(timespec="seconds"),
        "added": time.time(),
        "removed": False,
    }


def _file_row(one: Read, picture: int) -> dict[str, Any]:
    return _row(one.source, one.entry, "picture", picture, None)


def _failure_row(one: Unread) -> dict[str, Any]:
    return _row(one.source, one.entry, "unreadable", None, one.reason)


def _row(source: int, entry: Entry, state: str, picture: int | None, reason: str | None) -> dict[str, Any]:
    return {
        "source_id": source,
        "path": entry.path,
        "folder": entry.path.rpartition("/")[0],
        "archive": entry.archive,
        "size": entry.size,
        "mtime_ns": entry.mtime_ns,
        "state": state,
        "picture_id": picture,
        "reason": reason,
        "recorded": time.time(),
    }


def _key(path: str) -> str:
    return path.rpartition("/")[2].casefold()
