"""Looking at the catalogue: pages of pictures, folders, months, failures. All reading, no writing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from mindseye.errors import NotFoundError, RequestError
from mindseye.library import labels, tables
from mindseye.library.catalogue import Catalogue
from mindseye.library.places import moment
from mindseye.library.records import ORDERS, Failure, Failures, Filter, Folder, Month, Page, Picture
from mindseye.library.sources import Entry, from_text, shown, to_text
from mindseye.types import Ids

t, p, f, v = tables, tables.pictures.c, tables.files.c, tables.vectors.c
of, seen = tables.labels.c, tables.labelled.c
MOST_AT_ONCE = 500  # numbers in one statement; engines limit how many values it may carry
ORDERINGS: dict[str, tuple[Any, ...]] = {
    "newest": (p.dated.desc(), p.id.desc()),
    "oldest": (p.dated, p.id),
    "added": (p.id.desc(),),
    "name": (p.name_key, p.id),
}


def page(catalogue: Catalogue, where: Filter, offset: int, limit: int, order: str) -> Page:
    """Return a part of the pictures that a filter means. Raises RequestError for an order that is not known."""
    if order not in ORDERINGS:
        raise RequestError(f"Pictures cannot be ordered by {order!r}; known orders: {', '.join(ORDERS)}.")
    with catalogue.reading() as connection:
        meant = _meant(connection, where)
        total = connection.execute(select(func.count()).select_from(t.pictures).where(*meant)).scalar_one()
        ids = connection.execute(ids_page(meant, order, offset, limit)).scalars().all()
        found = _pictures(connection, ids)
    return Page(total, tuple(found[number] for number in ids if number in found))


def ids_page(meant: Sequence[ColumnElement[bool]], order: str, offset: int, limit: int) -> Select[Any]:
    """Return the query for one page's ids: it reads nothing but an index, however far down the page is."""
    return select(p.id).where(*meant).order_by(*ORDERINGS[order]).offset(offset).limit(limit)


def by_ids(catalogue: Catalogue, ids: Sequence[int]) -> dict[int, Picture]:
    """Return the pictures with these ids that are there, removed or not, by id."""
    with catalogue.reading() as connection:
        return _pictures(connection, ids)


def one(catalogue: Catalogue, number: int) -> Picture:
    """Return a picture. NotFoundError if there is none with this number."""
    found = by_ids(catalogue, [number])
    if number not in found:
        raise NotFoundError(f"There is no picture {number} in the library: it was deleted, or never was.")
    return found[number]


def by_content(catalogue: Catalogue, sha256: str) -> Picture | None:
    """Return the picture with this content, removed or not, or None."""
    with catalogue.reading() as connection:
        number = connection.execute(select(p.id).where(p.sha256 == sha256)).scalar()
        return None if number is None else _pictures(connection, [number]).get(number)


def ids_of(catalogue: Catalogue, where: Filter) -> Ids:
    """Return the ids of the pictures that a filter means, in order."""
    with catalogue.reading() as connection:
        rows = connection.execute(select(p.id).where(*_meant(connection, where)).order_by(p.id)).scalars()
        return np.fromiter(rows, np.int64)


def folders(catalogue: Catalogue) -> list[Folder]:
    """Return the folders that hold pictures, sorted; copies count in each of their folders."""
    query = (
        select(t.sources.c.name, f.folder, func.count(f.picture_id.distinct()))
        .join(t.sources, t.sources.c.id == f.source_id)
        .join(t.pictures, p.id == f.picture_id)
        .where(p.removed.is_(False))
        .group_by(t.sources.c.name, f.folder)
    )
    with catalogue.reading() as connection:
        rows = connection.execute(query).all()
    return sorted((Folder(_joined(name, folder), count) for name, folder, count in rows), key=lambda x: x.path)


def months(catalogue: Catalogue) -> list[Month]:
    """Return the months in which pictures were taken, the newest first."""
    month = func.substr(p.dated, 1, 7)
    query = select(month, func.count()).where(p.removed.is_(False)).group_by(month).order_by(month.desc())
    with catalogue.reading() as connection:
        return [Month(name, count) for name, count in connection.execute(query)]


def failures(catalogue: Catalogue, offset: int, limit: int) -> Failures:
    """Return a part of the unreadable files, the newest first."""
    is_unreadable = f.state == "unreadable"
    query = (
        select(t.sources.c.name, f.path, f.reason, f.recorded)
        .join(t.sources, t.sources.c.id == f.source_id)
        .where(is_unreadable)
        .order_by(f.recorded.desc(), f.id.desc())
    )
    with catalogue.reading() as connection:
        total = connection.execute(select(func.count()).select_from(t.files).where(is_unreadable)).scalar_one()
        rows = connection.execute(query.offset(offset).limit(limit)).all()
    items = (Failure(shown(s), _joined(s, path), reason or "", moment(when)) for s, path, reason, when in rows)
    return Failures(total, tuple(items))


def in_chunks(numbers: Sequence[int]) -> list[Sequence[int]]:
    """Return the numbers in parts that fit into one statement."""
    return [numbers[i : i + MOST_AT_ONCE] for i in range(0, len(numbers), MOST_AT_ONCE)]


def _meant(connection: Connection, where: Filter) -> list[ColumnElement[bool]]:
    """Return a filter as conditions on the pictures."""
    conditions: list[ColumnElement[bool]] = [p.removed.is_(where.removed)]
    if where.removed:  # one whose file has gone cannot be restored
        conditions.append(exists().where(f.picture_id == p.id))
    if where.since:
        conditions.append(p.dated >= where.since.isoformat())
    if where.until:
        conditions.append(p.dated < (where.until + timedelta(days=1)).isoformat())
    if where.text:
        conditions.append(p.name_key.contains(to_text(where.text).casefold(), autoescape=True))
    if where.ids is not None:
        conditions.append(p.id.in_([int(number) for number in where.ids]))
    if where.source is not None:
        conditions.append(p.id.in_(select(f.picture_id).where(f.source_id == where.source)))
    if where.label is not None:
        model, name = labels.split(where.label)
        conditions.append(p.id.in_(select(of.picture_id).where(of.model == model, of.name == name)))
    if where.person is not None:
        conditions.append(p.id.in_(_showing(connection, where.person)))
    if where.folder is not None:
        conditions.append(p.id.in_(_below(connection, where.folder)))
    return conditions


def _showing(connection: Connection, person: int) -> Select[Any]:
    """Return the query for the pictures with a face of a person. NotFoundError if there is no such person."""
    if connection.execute(select(t.people.c.id).where(t.people.c.id == person)).first() is None:
        raise NotFoundError(f"There is no person {person}: they were deleted or merged, or never were.")
    return select(t.faces.c.picture_id).where(t.faces.c.person_id == person)


def _below(connection: Connection, folder: str) -> Select[Any]:
    """Return the query for the pictures in a folder and those below it; the folder is named as it is shown."""
    name, _, rest = folder.strip("/").partition("/")
    rows = connection.execute(select(t.sources.c.id, t.sources.c.name)).all()
    source = next((number for number, known in rows if shown(known) == name), -1)
    inner = and_(f.folder > rest + "/", f.folder < rest + "0")  # "0" follows "/"
    here = [or_(f.folder == rest, inner)] if rest else []
    return select(f.picture_id).where(f.source_id == source, f.picture_id.is_not(None), *here)


def _pictures(connection: Connection, ids: Sequence[int]) -> dict[int, Picture]:
    found: dict[int, Picture] = {}
    for part in in_chunks([int(number) for number in ids]):
        rows = connection.execute(select(t.pictures).where(p.id.in_(part))).all()
        places: dict[int, list[Any]] = {}
        query = (
            select(f.picture_id, f.source_id, t.sources.c.name, f.folder, f.path)
            .join(t.sources, t.sources.c.id == f.source_id)
            .where(f.picture_id.in_(part))
            .order_by(f.id)
        )
        for place in connection.execute(query):
            places.setdefault(place.picture_id, []).append(place)
        found.update({row.id: _picture(row, places[row.id]) for row in rows if row.id in places})
    return found


def _picture(row: Any, places: list[Any]) -> Picture:
    first = places[0]
    return Picture(
        id=row.id,
        name=shown(first.path.rpartition("/")[2]),
        folder=_joined(first.name, first.folder),
        path=_joined(first.name, first.path),
        source=first.source_id,
        width=row.width,
        height=row.height,
        bytes=row.bytes,
        format=row.format,
        taken=datetime.fromisoformat(row.taken) if row.taken else None,
        added=moment(row.added),
        sha256=row.sha256,
        copies=len(places),
        removed=row.removed,
    )


def _joined(source: str, path: str) -> str:
    return shown(f"{source}/{path}" if path else source)


def at(catalogue: Catalogue, source: int, path: str) -> int | None:
    """Return the id of the picture in one file, or None."""
    with catalogue.reading() as connection:
        return connection.execute(select(f.picture_id).where(f.source_id == source, f.path == path)).scalar()


def files_of(catalogue: Catalogue, number: int) -> list[Entry]:
    """Return the files of a picture, the first one first."""
    query = (
        select(t.sources.c.path, f.path, f.size, f.mtime_ns, f.archive)
        .join(t.sources, t.sources.c.id == f.source_id)
        .where(f.picture_id == number)
        .order_by(f.id)
    )
    with catalogue.reading() as connection:
        return [Entry(from_text(root), *file) for root, *file in connection.execute(query)]


def has_vector(space: str, version: str) -> ColumnElement[bool]:
    """Return the condition that a picture has a vector of this version in a space."""
    return exists().where(v.picture_id == p.id, v.space == space, v.version == version)


def has_labels(model: str, version: str) -> ColumnElement[bool]:
    """Return the condition that this version of a model has looked at a picture."""
    return exists().where(seen.picture_id == p.id, seen.model == model, seen.version == version)


def has_looks(version: str) -> ColumnElement[bool]:
    """Return the condition that this version of the models has looked for faces in a picture."""
    return exists().where(t.faces_looked.c.picture_id == p.id, t.faces_looked.c.version == version)


def lacking(catalogue: Catalogue, has: ColumnElement[bool], after: int, limit: int) -> list[tuple[int, int, Entry]]:
    """Return pictures that do not meet a condition, by id `after` a number: id, source, first file."""
    other = t.files.alias()
    first = select(func.min(other.c.id)).where(other.c.picture_id == p.id).scalar_subquery()
    query = (
        select(p.id, f.source_id, t.sources.c.path, f.path, f.size, f.mtime_ns, f.archive)
        .select_from(t.pictures)
        .join(t.files, f.id == first)
        .join(t.sources, t.sources.c.id == f.source_id)
        .where(p.removed.is_(False), ~has, p.id > after)
        .order_by(p.id)
        .limit(limit)
    )
    with catalogue.reading() as connection:
        rows = connection.execute(query).all()
    return [(number, source, Entry(from_text(root), *file)) for number, source, root, *file in rows]
