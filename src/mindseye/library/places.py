"""The sources in the catalogue: which places are known, how a new one fits among them, and forgetting one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, case, delete, func, select, update

from mindseye.errors import NotFoundError, RequestError
from mindseye.library import archives, tables
from mindseye.library.catalogue import Catalogue
from mindseye.library.records import Source
from mindseye.library.sources import from_text, shown, to_text

t = tables


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a source: all at or below `below`; the whole for an empty text. `root` is the source's folder."""

    source: int
    root: str
    kind: str
    below: str = ""
    device: str | None = None
    is_named: bool = False  # by a person, who means it whatever its name is


def register(catalogue: Catalogue, path: Path, uploads: bool = False) -> Place:
    """Make a folder or a file known, and return where it belongs. Raises RequestError if it is not there.

    A place inside a known folder becomes a part of it; a folder around known ones takes them over, with their pictures.
    """
    whole, name = _whole(path)
    folder, below = (whole, "") if name is None else (whole, to_text(name))
    with catalogue.writing() as connection:
        for source in [] if uploads else connection.execute(select(t.sources)).all():
            root = from_text(source.path)
            if source.kind == "folder" and (folder == root or folder.startswith(root.rstrip(os.sep) + os.sep)):
                inner = to_text(os.path.relpath(folder, root)).replace(os.sep, "/") if folder != root else ""
                joined = "/".join(part for part in (inner, below) if part)
                return Place(source.id, root, "folder", joined, source.device, is_named=True)
        kind = "uploads" if uploads else "folder" if name is None else "files"
        number = _insert(connection, folder, kind)
        if kind == "folder":
            _take_over(connection, number, folder)
    return Place(number, folder, kind, below, is_named=True)


def containing(catalogue: Catalogue, paths: Iterable[str]) -> list[Place]:
    """Return the parts of the known sources that paths mean; paths outside of all are left out, gone or not."""
    with catalogue.reading() as connection:
        rows = [(row, from_text(row.path)) for row in connection.execute(select(t.sources)).all()]
    found = []
    for path in paths:
        for row, root in rows:
            if path == root or path.startswith(root.rstrip(os.sep) + os.sep):
                below = to_text(os.path.relpath(path, root)).replace(os.sep, "/") if path != root else ""
                found.append(Place(row.id, root, row.kind, below, row.device))
    return found


def known(catalogue: Catalogue, source: int | None = None) -> list[Place]:
    """Return all sources whole, or the one with this number. NotFoundError if there is none such."""
    query = select(t.sources).order_by(t.sources.c.id)
    if source is not None:
        query = query.where(t.sources.c.id == source)
    with catalogue.reading() as connection:
        places = [Place(s.id, from_text(s.path), s.kind, "", s.device) for s in connection.execute(query)]
    if source is not None and not places:
        raise NotFoundError(f"There is no source {source} in the library.")
    return places


def listed(catalogue: Catalogue) -> tuple[Source, ...]:
    """Return the sources with their numbers of files and pictures."""
    is_picture = t.files.c.state == "picture"
    counts = (
        select(
            t.files.c.source_id,
            func.count(case((is_picture, 1))).label("files"),
            func.count(case((t.files.c.state == "unreadable", 1))).label("unreadable"),
            func.count(t.files.c.picture_id.distinct()).label("pictures"),
        )
        .group_by(t.files.c.source_id)
        .subquery()
    )
    query = select(t.sources, counts.c.files, counts.c.unreadable, counts.c.pictures).outerjoin(
        counts, counts.c.source_id == t.sources.c.id
    )
    with catalogue.reading() as connection:
        rows = connection.execute(query.order_by(t.sources.c.id)).all()
    return tuple(
        Source(
            id=row.id,
            path=shown(row.path),
            name=shown(row.name),
            kind=row.kind,
            pictures=row.pictures or 0,
            files=row.files or 0,
            unreadable=row.unreadable or 0,
            added=moment(row.added),
            indexed=None if row.indexed is None else moment(row.indexed),
            there=os.path.isdir(from_text(row.path)),
        )
        for row in rows
    )


def forget(connection: Connection, source: int) -> None:
    """Forget a source with its files; the pictures that lose their last file are swept away afterwards."""
    connection.execute(delete(t.files).where(t.files.c.source_id == source))
    if not connection.execute(delete(t.sources).where(t.sources.c.id == source)).rowcount:
        raise NotFoundError(f"There is no source {source} in the library.")


def moment(seconds: float) -> datetime:
    """Return a machine time as a date and time in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def _whole(path: Path) -> tuple[str, str | None]:
    """Return the folder, absolute and without links, and the file's name if it is a file."""
    path = Path(os.path.abspath(os.path.expanduser(path)))
    if path.is_dir():
        return os.path.realpath(path), None
    if not path.exists():
        raise RequestError(f"{shown(str(path))} does not exist, so it cannot be indexed.")
    if path.name.lower().endswith(archives.PACKED):
        raise RequestError(f"{shown(path.name)} is a packed tar: unpack it to a .tar or a folder first.")
    if not path.is_file():
        raise RequestError(f"{shown(str(path))} is neither a folder nor a file.")
    return os.path.realpath(path.parent), path.name


def _insert(connection: Connection, folder: str, kind: str) -> int:
    """Return the number of the source of this folder, made if there is none; one of single files may grow to all."""
    path = to_text(folder)
    row = connection.execute(select(t.sources).where(t.sources.c.path == path)).first()
    if row is not None:
        if row.kind == "files" and kind == "folder":
            connection.execute(update(t.sources).where(t.sources.c.id == row.id).values(kind="folder"))
        return int(row.id)
    values = {"path": path, "name": _free_name(connection, folder), "kind": kind, "added": time.time()}
    return int(connection.execute(t.sources.insert().values(**values).returning(t.sources.c.id)).scalar_one())


def _free_name(connection: Connection, folder: str) -> str:
    """Return a name for a source that no other has: its folder's, with a number if need be."""
    plain = to_text(os.path.basename(folder)) or "root"
    taken = set(connection.execute(select(t.sources.c.name)).scalars())
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain} ({number})", number + 1
    return name


def _take_over(connection: Connection, number: int, folder: str) -> None:
    """Make the sources inside a folder a part of its own source; their pictures keep their ids."""
    for inner in connection.execute(select(t.sources).where(t.sources.c.id != number)).all():
        root = from_text(inner.path)
        if inner.kind == "uploads" or not root.startswith(folder.rstrip(os.sep) + os.sep):
            continue
        prefix = to_text(os.path.relpath(root, folder)).replace(os.sep, "/")
        f = t.files.c
        connection.execute(
            update(t.files)
            .where(f.source_id == inner.id)
            .values(
                source_id=number,
                path=prefix + "/" + f.path,
                folder=case((f.folder == "", prefix), else_=prefix + "/" + f.folder),
                archive=prefix + "/" + f.archive,
            )
        )
        connection.execute(delete(t.sources).where(t.sources.c.id == inner.id))
