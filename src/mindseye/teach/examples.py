"""The examples of a lesson in the catalogue: coming, going, and what the backbone saw of them."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select, update

from mindseye import images
from mindseye.errors import ImageError, NotFoundError
from mindseye.library import tables
from mindseye.library.browsing import in_chunks
from mindseye.library.library import Library
from mindseye.library.places import moment
from mindseye.library.sources import Entry, from_text, shown, to_text
from mindseye.teach.looking import STORED, Looker, Seen
from mindseye.teach.problems import Known
from mindseye.teach.records import Example

e, f = tables.examples.c, tables.example_features.c


@dataclass(frozen=True, slots=True)
class Fresh:
    """A picture that becomes an example: where it lies, its content, and what was seen of it if that is new."""

    class_id: int
    entry: Entry | None  # None: of the library
    name: str
    sha256: str
    width: int
    height: int
    origin: str
    picture_id: int | None = None
    seen: Seen | None = None
    path: str = ""


def put(connection: Connection, lesson: int, fresh: Sequence[Fresh], version: str) -> tuple[list[int], int]:
    """Write examples; return their numbers, and how many were in their class already (and come back if removed)."""
    numbers, known = [], 0
    for one in fresh:
        if one.seen is not None:
            keep(connection, one.sha256, version, one.seen)
        where = (e.class_id == one.class_id, e.sha256 == one.sha256)
        row = connection.execute(select(e.id, e.removed).where(*where)).first()
        if row is None:
            numbers.append(connection.execute(_insert(lesson, one)).scalar_one())
            continue
        known += not row.removed
        connection.execute(update(tables.examples).where(*where).values(removed=False, **_place(one)))
        numbers.append(row.id)
    return numbers, known


def keep(connection: Connection, sha256: str, version: str, seen: Seen) -> None:
    """Write down what was seen of a content; what an older backbone saw goes."""
    connection.execute(tables.example_features.delete().where(f.sha256 == sha256))
    connection.execute(tables.example_features.insert().values(sha256=sha256, version=version, **seen.packed()))


def listed(
    connection: Connection, lesson: int, class_id: int | None, offset: int, limit: int
) -> tuple[int, list[Example]]:
    """Return how many examples there are, and a page of them, the newest first."""
    where = [e.lesson_id == lesson, e.removed.is_(False)]
    if class_id is not None:
        where.append(e.class_id == class_id)
    total = connection.execute(select(func.count()).select_from(tables.examples).where(*where)).scalar_one()
    query = select(tables.examples).where(*where).order_by(e.id.desc()).offset(offset).limit(limit)
    return total, [_example(row) for row in connection.execute(query)]


def by_ids(connection: Connection, ids: Iterable[int]) -> list[Example]:
    """Return examples by their numbers, in the order of the numbers."""
    found: dict[int, Example] = {}
    for chunk in in_chunks(list(ids)):
        found |= {r.id: _example(r) for r in connection.execute(select(tables.examples).where(e.id.in_(chunk)))}
    return [found[number] for number in ids if number in found]


def change(connection: Connection, lesson: int, ids: Sequence[int], **values: Any) -> int:
    """Change examples of a lesson; return how many there were."""
    count = 0
    for chunk in in_chunks(list(ids)):
        statement = update(tables.examples).where(e.lesson_id == lesson, e.id.in_(chunk)).values(**values)
        count += connection.execute(statement).rowcount
    return count


def unseen(connection: Connection, lesson: int, version: str) -> list[Any]:
    """Return the rows of the examples that the backbone has yet to look at, one for each content."""
    has = select(f.sha256).where(f.version == version)
    query = select(tables.examples).where(e.lesson_id == lesson, e.removed.is_(False), e.sha256.not_in(has))
    return list({row.sha256: row for row in connection.execute(query)}.values())


def whole(connection: Connection, lesson: int) -> Sequence[Any]:
    """Return the rows of all examples of a lesson."""
    query = select(tables.examples).where(e.lesson_id == lesson, e.removed.is_(False)).order_by(e.id)
    return connection.execute(query).all()


def known(connection: Connection, lesson: int, version: str) -> Known:
    """Return what is known of all examples of a lesson, in the order of their numbers."""
    rows = connection.execute(_joined(lesson, version, f.layout)).all()
    blank = np.zeros(next((len(r.layout) // STORED.itemsize for r in rows if r.layout), 1), np.float32)
    layouts = [_scene(np.frombuffer(r.layout, STORED).astype(np.float32)) if r.layout else blank for r in rows]
    return Known(
        ids=tuple(row.id for row in rows),
        classes=np.array([row.class_id for row in rows], np.int64),
        contents=tuple(row.sha256 for row in rows),
        layouts=np.stack(layouts) if rows else np.zeros((0, 1), np.float32),
    )


def _scene(layout: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a layout, or zeros for that of a picture of one colour: all of these share one, yet none is a copy."""
    return layout if np.ptp(layout) > 0 else np.zeros_like(layout)


def features(
    connection: Connection, lesson: int, version: str
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """Return numbers (n,), features (n, 2, channels) and signatures (n, 256) of the examples that were looked at."""
    rows = connection.execute(_joined(lesson, version, f.pooled, f.signature).where(f.pooled.is_not(None))).all()
    pooled = [np.frombuffer(row.pooled, STORED).astype(np.float32).reshape(2, -1) for row in rows]
    signatures = [np.frombuffer(row.signature, STORED).astype(np.float32) for row in rows]
    empty = np.zeros((0, 2, 1), np.float32), np.zeros((0, 1), np.float32)
    stacked = (np.stack(pooled), np.stack(signatures)) if rows else empty
    return np.array([row.id for row in rows], np.int64), *stacked


def data_of(library: Library, row: Any) -> bytes:
    """Return the bytes of an example's picture. ImageError if it has gone or changed since."""
    if row.origin == "library":
        return library.data(row.picture_id)[0]
    root = str(library.settings.home / "lessons") if row.origin == "upload" else ""
    data = Entry(root, row.path, row.size, row.mtime_ns).read(library.limits)
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise ImageError(f"{shown(row.name)} has changed since it became an example: add it again.")
    return data


def store(home: Path, sha256: str, name: str, data: bytes) -> Entry:
    """Keep an upload under its content's name below HOME/lessons; nothing that a client sends names a path."""
    root = home / "lessons"
    path = root / sha256[:2] / sha256
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            number, fresh = tempfile.mkstemp(dir=path.parent, suffix=".new")
            with os.fdopen(number, "wb") as file:
                file.write(data)
            os.replace(fresh, path)
    except OSError as error:
        raise ImageError(f"{shown(name)} cannot be kept in {path.parent}: {error.strerror}.") from error
    return Entry(str(root), f"{sha256[:2]}/{sha256}", len(data), 0)


def forget_uploads(home: Path, connection: Connection, contents: Iterable[str]) -> None:
    """Delete the files of uploads that no lesson uses any more."""
    for sha256 in contents:
        if connection.execute(select(e.id).where(e.sha256 == sha256, e.origin == "upload").limit(1)).first() is None:
            (home / "lessons" / sha256[:2] / sha256).unlink(missing_ok=True)


def look_at(looker: Looker, data: bytes, name: str, library: Library) -> tuple[images.Facts, Seen]:
    """Return a picture's size and what the backbone sees of it. Raises ImageError."""
    rgb, facts = images.decode_and_examine(data, library.limits, name, looker.at_least)
    return facts, looker.look(rgb)


def row_of(connection: Connection, lesson: int, number: int) -> Any:
    """Return an example's row. NotFoundError if the lesson has none with this number."""
    row = connection.execute(select(tables.examples).where(e.id == number, e.lesson_id == lesson)).first()
    if row is None:
        raise NotFoundError(f"There is no example {number} in this lesson: it was deleted, or never was.")
    return row


def absolute(root: str, path: str) -> str:
    """Return a file's whole path as text that every database takes."""
    return to_text(os.path.join(root, from_text(path)))


def _joined(lesson: int, version: str, *columns: Any) -> Any:
    seen = tables.example_features
    joined = tables.examples.outerjoin(seen, (f.sha256 == e.sha256) & (f.version == version))
    query = select(e.id, e.class_id, e.sha256, *columns).select_from(joined)
    return query.where(e.lesson_id == lesson, e.removed.is_(False)).order_by(e.id)


def _insert(lesson: int, one: Fresh) -> Any:
    values = {"lesson_id": lesson, "class_id": one.class_id, "sha256": one.sha256, "name": one.name,
              "width": one.width, "height": one.height, "added": time.time(), "removed": False}  # fmt: skip
    return tables.examples.insert().values(**values, **_place(one)).returning(e.id)


def _place(one: Fresh) -> dict[str, Any]:
    size, changed = (one.entry.size, one.entry.mtime_ns) if one.entry else (0, 0)
    return {"origin": one.origin, "path": one.path, "picture_id": one.picture_id, "size": size, "mtime_ns": changed}


def _example(row: Any) -> Example:
    return Example(
        id=row.id,
        class_id=row.class_id,
        name=shown(row.name),
        width=row.width,
        height=row.height,
        origin=row.origin,
        picture=row.picture_id,
        added=moment(row.added),
        sha256=row.sha256,
    )
