"""What people and faces ask the catalogue, and write into it, in more than one place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, case, func, select, update

from mindseye.errors import NotFoundError, RequestError
from mindseye.library import tables
from mindseye.library.browsing import in_chunks
from mindseye.library.places import moment
from mindseye.people.records import LibraryFace, Person, PersonName
from mindseye.tasks.faces.face import Age, Attributes, Face, Gender, Landmarks, Measure, Pose
from mindseye.types import Box, Vectors

t, p, f, who = tables, tables.pictures.c, tables.faces.c, tables.people.c
state = tables.faces_state.c
STORED = np.dtype("<f2")
LONGEST_NAME = 100  # characters
SHOWN = (
    f.id, f.picture_id, f.x1, f.y1, f.x2, f.y2, f.score, f.landmarks, f.size, f.quality, f.attributes, f.forgotten,
    f.person_id, f.decided, f.group_id, who.name,
)  # fmt: skip


# ── the state ───────────────────────────────────────────────────────────────────────────────────────────────────────


def state_of(connection: Connection) -> tuple[bool, int, int]:
    """Return whether faces are wanted, and how often vectors and decisions have changed."""
    row = connection.execute(select(state.wanted, state.looks, state.decisions)).first()
    return (bool(row.wanted), int(row.looks), int(row.decisions)) if row else (False, 0, 0)


def changed(connection: Connection, looks: int = 0, decisions: int = 0, wanted: bool | None = None) -> None:
    """Say what has changed, so that what others keep in memory is thrown away."""
    values: dict[str, Any] = {"looks": state.looks + looks, "decisions": state.decisions + decisions}
    if wanted is not None:
        values["wanted"] = wanted
    if not connection.execute(update(tables.faces_state).where(state.id == 1).values(**values)).rowcount:
        first = {"id": 1, "wanted": bool(wanted), "looks": looks, "decisions": decisions}
        connection.execute(tables.faces_state.insert().values(**first))


# ── faces ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def shown() -> Select[Any]:
    """Return the query for the faces in pictures that are there, with the names of whose they are."""
    joined = tables.faces.join(tables.pictures, p.id == f.picture_id).outerjoin(tables.people, who.id == f.person_id)
    return select(*SHOWN).select_from(joined).where(p.removed.is_(False))


def present(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the query that counts the faces in pictures that are there."""
    joined = tables.faces.join(tables.pictures, p.id == f.picture_id)
    return select(func.count()).select_from(joined).where(p.removed.is_(False), *conditions)


def faces_by_ids(connection: Connection, ids: Sequence[int]) -> dict[int, LibraryFace]:
    """Return those of the faces that are in pictures that are there, by id."""
    found = {}
    for part in in_chunks(list(dict.fromkeys(ids))):
        found.update({row.id: face_of(row) for row in connection.execute(shown().where(f.id.in_(part)))})
    return found


def face_row(connection: Connection, number: int) -> LibraryFace:
    """Return a face. NotFoundError if there is none with this number."""
    found = faces_by_ids(connection, [number])
    if number not in found:
        raise NotFoundError(f"There is no face {number} in the library: its picture has gone, or it never was.")
    return found[number]


def face_of(row: Any) -> LibraryFace:
    """Return the face of a row of `shown`."""
    points = np.array(json.loads(row.landmarks), np.float32).reshape(5, 2)
    return LibraryFace(
        id=row.id,
        picture=row.picture_id,
        face=Face(Box(row.x1, row.y1, row.x2, row.y2), row.score, Landmarks.of(points)),
        attributes=attributes_of(row.attributes),
        size=row.size,
        quality=row.quality,
        person=None if row.person_id is None else PersonName(row.person_id, row.name),
        decided=row.decided,
        group=row.group_id,
        forgotten=row.forgotten,
    )


def attributes_of(text: str | None) -> Attributes | None:
    """Return what could be told about a face, from its JSON."""
    if not text:
        return None
    told = json.loads(text)
    measures = {name: Measure(**told[name]) for name in ("smile", "blur", "quality")}
    return Attributes(age=Age(**told["age"]), gender=Gender(**told["gender"]), pose=Pose(**told["pose"]), **measures)


def vectors_of(blobs: Iterable[bytes], dim: int) -> Vectors:
    """Return stored vectors, (n, dim), of unit length again."""
    found = np.frombuffer(b"".join(blobs), STORED).reshape(-1, dim).astype(np.float32)
    return np.ascontiguousarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12))


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def person_row(connection: Connection, number: int) -> Any:
    """Return a person's row. NotFoundError if there is none with this number."""
    row = connection.execute(select(tables.people).where(who.id == number)).first()
    if row is None:
        raise NotFoundError(f"There is no person {number}: they were deleted or merged, or never were.")
    return row


def people_of(connection: Connection, found: Sequence[Any]) -> list[Person]:
    """Return people with their counts and covers, in the order of their rows."""
    counts: dict[int, Any] = {}
    covers: dict[int, int] = {}
    for part in in_chunks([row.id for row in found]):
        counts.update({row.person_id: row for row in connection.execute(_counts(part))})
        covers.update({row.person_id: row.id for row in connection.execute(_covers(part))})
    return [_person(row, counts.get(row.id), covers.get(row.id)) for row in found]


def person(connection: Connection, number: int) -> Person:
    """Return one person. NotFoundError if there is none with this number."""
    return people_of(connection, [person_row(connection, number)])[0]


def named(text: str) -> str:
    """Return a name without spaces around it. RequestError for one that is too long or cannot be printed."""
    plain = " ".join(text.split())
    if len(plain) > LONGEST_NAME or not plain.isprintable():
        raise RequestError(f"A person's name must be at most {LONGEST_NAME} printable characters; it has {len(plain)}.")
    return plain


def _counts(ids: Sequence[int]) -> Select[Any]:
    confirmed = func.count(case((f.decided == "person", 1)))
    joined = tables.faces.join(tables.pictures, p.id == f.picture_id)
    return (
        select(
            f.person_id,
            func.count().label("faces"),
            confirmed.label("confirmed"),
            func.count(f.picture_id.distinct()).label("pictures"),
        )
        .select_from(joined)
        .where(f.person_id.in_(ids), p.removed.is_(False))
        .group_by(f.person_id)
    )


def _covers(ids: Sequence[int]) -> Select[Any]:
    """Return the query for the face of best quality of each person: confirmed before others, the larger if equal."""
    best = (case((f.decided == "person", 0), else_=1), by_quality(), f.size.desc(), f.id)
    rank = func.row_number().over(partition_by=f.person_id, order_by=best).label("rank")
    joined = tables.faces.join(tables.pictures, p.id == f.picture_id)
    ranked = select(f.person_id, f.id, rank).select_from(joined).where(f.person_id.in_(ids), p.removed.is_(False))
    found = ranked.subquery()
    return select(found.c.person_id, found.c.id).where(found.c.rank == 1)


def by_quality() -> Any:
    """Return the order that puts the best first, and faces whose quality nobody told last."""
    return func.coalesce(f.quality, -1.0).desc()


def _person(row: Any, counts: Any, best: int | None) -> Person:
    chosen = row.cover is not None
    return Person(
        id=row.id,
        name=row.name,
        faces=counts.faces if counts else 0,
        confirmed=int(counts.confirmed) if counts else 0,
        pictures=counts.pictures if counts else 0,
        cover=row.cover if chosen else best,
        cover_chosen=chosen,
        hidden=row.hidden,
        external_id=row.external_id,
        user_data=row.user_data,
        created=moment(row.created),
    )
