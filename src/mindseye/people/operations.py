"""What was done to people and faces: written down with how it was before, so that it can be undone."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from mindseye.library import tables
from mindseye.library.browsing import in_chunks
from mindseye.library.catalogue import Catalogue
from mindseye.library.places import moment
from mindseye.people import rows
from mindseye.people.records import Decided, Operation

f, who, o, r = tables.faces.c, tables.people.c, tables.face_operations.c, tables.face_rejections.c
MOST = 100  # that are remembered
FIELDS = ("id", "name", "name_key", "cover", "hidden", "external_id", "user_data", "created")


class Recorder:
    """Makes changes inside one transaction and remembers how all was before."""

    def __init__(self, catalogue: Catalogue, connection: Connection) -> None:
        self._catalogue, self._connection = catalogue, connection
        self._faces: dict[int, tuple[int | None, str | None, int | None]] = {}
        self._people: dict[int, dict[str, Any] | None] = {}
        self._rejected: list[tuple[int, int]] = []
        self._accepted: list[tuple[int, int]] = []
        self._about: set[int] = set()

    def create(self, **values: Any) -> int:
        """Make a person and return their number."""
        statement = tables.people.insert().values(created=time.time(), **values).returning(who.id)
        number = int(self._connection.execute(statement).scalar_one())
        self._people[number] = None
        return number

    def change(self, number: int, **values: Any) -> None:
        """Change a person's fields."""
        self._keep(number)
        self._connection.execute(update(tables.people).where(who.id == number).values(**values))

    def drop(self, number: int) -> None:
        """Take a person away whose faces have gone to another; their rejections go with them."""
        self._keep(number)
        query = select(r.face_id).where(r.person_id == number)
        self._accepted += [(face, number) for face in self._connection.execute(query).scalars()]
        self._connection.execute(delete(tables.people).where(who.id == number))

    def give(self, faces: Sequence[int], person: int | None, decided: Decided = "person") -> None:
        """Say that faces are a person's, or nobody's; whoever said otherwise before."""
        self._remember(faces)
        for part in in_chunks(faces):
            values = {"person_id": person, "decided": None if person is None else decided, "group_id": None}
            self._connection.execute(update(tables.faces).where(f.id.in_(part)).values(**values))
        if person is not None:
            self._about.add(person)

    def reject(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Remember that faces are not people's."""
        known = set(pairs)
        for part in in_chunks(sorted({face for face, _ in known})):
            query = select(r.face_id, r.person_id).where(r.face_id.in_(part))
            known -= {(row.face_id, row.person_id) for row in self._connection.execute(query)}
        if known:
            fresh = [{"face_id": face, "person_id": person} for face, person in sorted(known)]
            self._connection.execute(tables.face_rejections.insert(), fresh)
            self._rejected += sorted(known)
            self._about |= {person for _, person in known}

    def accept(self, faces: Sequence[int], person: int) -> None:
        """Forget that faces were rejected for a person: somebody says now that they are theirs."""
        for part in in_chunks(faces):
            mine = (r.person_id == person, r.face_id.in_(part))
            gone = self._connection.execute(select(r.face_id).where(*mine)).scalars().all()
            if gone:
                self._connection.execute(delete(tables.face_rejections).where(*mine))
                self._accepted += [(face, person) for face in gone]

    def done(self, kind: str, words: str) -> Operation:
        """Write the operation down and return it."""
        about = self._about | set(self._people) | {person for person, *_ in self._faces.values() if person}
        before = {
            "faces": [[face, *was] for face, was in sorted(self._faces.items())],
            "people": [[number, fields] for number, fields in sorted(self._people.items())],
            "rejected": self._rejected,
            "accepted": self._accepted,
            "about": sorted(about),
        }
        values = {"kind": kind, "words": words, "done": time.time(), "undone": False, "before": json.dumps(before)}
        statement = tables.face_operations.insert().values(**values).returning(tables.face_operations)
        row = self._connection.execute(statement).one()
        oldest = select(o.id).order_by(o.id.desc()).offset(MOST).limit(1).scalar_subquery()
        self._connection.execute(delete(tables.face_operations).where(o.id <= oldest))
        rows.changed(self._connection, decisions=1)
        return operation_of(row)

    def _keep(self, number: int) -> None:
        if number not in self._people:
            row = rows.person_row(self._connection, number)
            self._people[number] = {name: getattr(row, name) for name in FIELDS}

    def _remember(self, faces: Sequence[int]) -> None:
        for part in in_chunks([face for face in faces if face not in self._faces]):
            query = select(f.id, f.person_id, f.decided, f.group_id).where(f.id.in_(part))
            self._faces.update({row[0]: tuple(row[1:]) for row in self._connection.execute(query)})


def listed(connection: Connection) -> list[Operation]:
    """Return what was done, the newest first."""
    found = connection.execute(select(tables.face_operations).order_by(o.id.desc())).all()
    return [operation_of(row) for row in found]


def undo(connection: Connection) -> Operation | None:
    """Take back the newest operation that is not undone yet; None if there is none."""
    query = select(tables.face_operations).where(o.undone.is_(False)).order_by(o.id.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return None
    before = json.loads(row.before)
    _people_again(connection, before["people"])
    _faces_again(connection, before["faces"])
    _rejections_again(connection, before["rejected"], before["accepted"])
    created = [number for number, fields in before["people"] if fields is None]
    taken = update(tables.faces).where(f.person_id.in_(created))  # by the machine, since
    connection.execute(taken.values(person_id=None, decided=None))
    connection.execute(delete(tables.people).where(who.id.in_(created)))
    connection.execute(update(tables.face_operations).where(o.id == row.id).values(undone=True))
    rows.changed(connection, decisions=1)
    return operation_of(connection.execute(select(tables.face_operations).where(o.id == row.id)).one())


def forget(connection: Connection, people: Collection[int]) -> None:
    """Forget the operations that name any of these people: they are deleted, and nothing brings them back."""
    for row in connection.execute(select(o.id, o.before)).all():
        if set(json.loads(row.before)["about"]) & set(people):
            connection.execute(delete(tables.face_operations).where(o.id == row.id))


def operation_of(row: Any) -> Operation:
    """Return the operation of a row."""
    return Operation(row.id, row.kind, row.words, moment(row.done), row.undone)


def _people_again(connection: Connection, people: Sequence[Any]) -> None:
    for number, fields in people:
        if fields is None:
            continue
        if not connection.execute(update(tables.people).where(who.id == number).values(**fields)).rowcount:
            connection.execute(tables.people.insert().values(**fields))


def _faces_again(connection: Connection, faces: Sequence[Any]) -> None:
    """Give faces back to whom they were; a person who has been deleted since, and a forgotten face, stay so."""
    there = set(connection.execute(select(who.id)).scalars())
    before: dict[tuple[Any, ...], list[int]] = {}
    for face, person, decided, group in faces:
        before.setdefault((person, decided, None) if person in there else (None, None, group), []).append(face)
    for was, ids in before.items():
        values = dict(zip(("person_id", "decided", "group_id"), was, strict=True))
        for part in in_chunks(ids):
            own = (f.id.in_(part), f.forgotten.is_(False))
            connection.execute(update(tables.faces).where(*own).values(**values))


def _rejections_again(connection: Connection, rejected: Sequence[Any], accepted: Sequence[Any]) -> None:
    for face, person in rejected:
        connection.execute(delete(tables.face_rejections).where(r.face_id == face, r.person_id == person))
    there = set(connection.execute(select(who.id)).scalars())
    for face, person in accepted:
        present = connection.execute(select(f.id).where(f.id == face)).first()
        if person in there and present:
            connection.execute(delete(tables.face_rejections).where(r.face_id == face, r.person_id == person))
            connection.execute(tables.face_rejections.insert().values(face_id=face, person_id=person))
