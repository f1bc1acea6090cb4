"""What a person decides: who is who. Each decision is one transaction that `undo` takes back, but for deleting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from mindseye.errors import NotFoundError, RequestError
from mindseye.library import tables
from mindseye.library.browsing import in_chunks
from mindseye.library.catalogue import Catalogue
from mindseye.people import operations, rows
from mindseye.people.operations import Recorder
from mindseye.people.records import Done, Forgotten, Refused

f, who, p = tables.faces.c, tables.people.c, tables.pictures.c


def create(
    catalogue: Catalogue,
    name: str = "",
    faces: Sequence[int] = (),
    groups: Sequence[int] = (),
    hidden: bool = False,
    external_id: str | None = None,
    user_data: str = "",
) -> Done:
    """Make a person of faces. RequestError for a name or an external id that is taken, or for nothing at all."""
    name = rows.named(name)
    with catalogue.writing() as connection:
        _check_free(connection, name, external_id)
        found = _faces(connection, faces, groups)
        if not name and not found and not external_id:
            raise RequestError("A person needs a name, faces or an id of your own: give one of these.")
        recorder = Recorder(catalogue, connection)
        values = {"hidden": hidden, "external_id": external_id, "user_data": user_data}
        number = recorder.create(name=name, name_key=name.casefold(), **values)
        changed, refused = _give(connection, recorder, number, found)
        words = f"{_called(name, number)} is new, with {_count(changed)}{', and hidden' if hidden else ''}."
        return Done(rows.person(connection, number), recorder.done("create", words), changed, refused)


def confirm(catalogue: Catalogue, number: int, faces: Sequence[int] = (), groups: Sequence[int] = ()) -> Done:
    """Say that faces are a person's. Those that cannot be theirs are refused, each with the reason."""
    with catalogue.writing() as connection:
        name = _name(connection, number)
        recorder = Recorder(catalogue, connection)
        changed, refused = _give(connection, recorder, number, _faces(connection, faces, groups))
        words = f"{_count(changed)} {'is' if changed == 1 else 'are'} {name} now."
        done = recorder.done("confirm", words) if changed else None
        return Done(rows.person(connection, number), done, changed, refused)


def reject(catalogue: Catalogue, number: int, faces: Sequence[int] = (), groups: Sequence[int] = ()) -> Done:
    """Say that faces are not a person's, for ever."""
    with catalogue.writing() as connection:
        name = _name(connection, number)
        found = _faces(connection, faces, groups)
        recorder = Recorder(catalogue, connection)
        recorder.reject((row.id, number) for row in found)
        theirs = [row.id for row in found if row.person_id == number]
        recorder.give(theirs, None)
        words = f"{_count(len(found))} {'is' if len(found) == 1 else 'are'} not {name}."
        return Done(rows.person(connection, number), recorder.done("reject", words), len(found))


def merge(catalogue: Catalogue, number: int, others: Sequence[int]) -> Done:
    """Make others part of a person. Faces that lie in one picture with one of theirs become nobody's again."""
    others = [other for other in dict.fromkeys(others) if other != number]
    if not others:
        raise RequestError("A person cannot be merged with themselves: name somebody else.")
    with catalogue.writing() as connection:
        mine = rows.person_row(connection, number)
        gone = [rows.person_row(connection, other) for other in others]
        recorder = Recorder(catalogue, connection)
        found = _select(connection, f.person_id.in_(others))
        changed, refused = _give(connection, recorder, number, found, keep=True)
        left = [one.face for one in refused]
        recorder.give(left, None)
        theirs = {row.id for row in _select(connection, f.person_id == number)}
        recorder.reject((face, number) for face in {*left, *_rejected(connection, others)} - theirs)
        for other in others:
            recorder.drop(other)
        if not mine.name and (name := next((row.name for row in gone if row.name), "")):
            recorder.change(number, name=name, name_key=name.casefold())
        called = ", ".join(_called(row.name, row.id) for row in gone)
        words = f"{called} became part of {_name(connection, number)}, with {_count(changed)}."
        return Done(rows.person(connection, number), recorder.done("merge", words), changed, refused)


def change(catalogue: Catalogue, number: int, **wanted: Any) -> Done:
    """Change `name`, `hidden`, `cover` (0: none chosen), `external_id` (empty: none) or `user_data` of a person."""
    with catalogue.writing() as connection:
        row = rows.person_row(connection, number)
        values = {key: value for key, value in _values(connection, row, wanted).items() if value != getattr(row, key)}
        if not values:
            return Done(rows.person(connection, number), None)
        recorder = Recorder(catalogue, connection)
        recorder.change(number, **values)
        operation = recorder.done("change", _changed_words(_called(row.name, number), values))
        return Done(rows.person(connection, number), operation)


def delete_person(catalogue: Catalogue, number: int) -> tuple[Forgotten, list[str]]:
    """Delete a person and the vectors of their faces; return also the contents of the pictures that they are in.

    The faces are remembered as forgotten, so that they are not found again. Nothing brings any of it back: what was
    done to this person before is forgotten, too.
    """
    with catalogue.writing() as connection:
        name = _name(connection, number)
        shas = connection.execute(
            select(p.sha256).distinct().join(tables.faces, f.picture_id == p.id).where(f.person_id == number)
        )
        contents = list(shas.scalars())
        overwrite(catalogue, connection)
        gone = {"vector": None, "attributes": None, "forgotten": True, "person_id": None, "decided": None,
                "group_id": None}  # fmt: skip
        count = connection.execute(update(tables.faces).where(f.person_id == number).values(**gone)).rowcount
        connection.execute(delete(tables.people).where(who.id == number))
        operations.forget(connection, [number])
        rows.changed(connection, looks=1, decisions=1)
    words = f"{name} is deleted for ever, with the vectors of {_count(count)}."
    return Forgotten(1, count, words), contents


def forget_everything(catalogue: Catalogue) -> Forgotten:
    """Delete every face and every person of the library, and look for no more. Nothing brings any of it back."""
    with catalogue.writing() as connection:
        overwrite(catalogue, connection)
        people = connection.execute(select(func.count()).select_from(tables.people)).scalar_one()
        faces = connection.execute(select(func.count()).select_from(tables.faces)).scalar_one()
        for table in (tables.face_operations, tables.face_rejections, tables.faces, tables.people, tables.faces_looked):
            connection.execute(delete(table))
        rows.changed(connection, looks=1, decisions=1, wanted=False)
    return Forgotten(people, faces, f"{people:,} people and {_count(faces)} are forgotten; no picture is looked at.")


def overwrite(catalogue: Catalogue, connection: Connection) -> None:
    """Let SQLite write zeros over what this connection deletes."""
    if catalogue.is_sqlite:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


# ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _give(
    connection: Connection, recorder: Recorder, number: int, found: Sequence[Any], keep: bool = False
) -> tuple[int, tuple[Refused, ...]]:
    """Give faces to a person, as far as they can be theirs; with `keep`, the machine's word stays the machine's."""
    theirs = {row.picture_id: row for row in _select(connection, f.person_id == number)}
    given: list[Any] = []
    refused: list[Refused] = []
    freed: list[int] = []
    for row in found:
        there = theirs.get(row.picture_id)
        if row.forgotten:
            refused.append(Refused(row.id, f"Face {row.id} was forgotten with its person: it is never compared again."))
        elif there is not None and there.id != row.id and (there.decided == "person" or keep):
            reason = f"Face {there.id} of the same picture is theirs already: two faces are never one person."
            refused.append(Refused(row.id, reason))
        elif there is None or there.id != row.id or there.decided != "person":
            freed += [there.id] if there is not None and there.id != row.id else []
            theirs[row.picture_id] = row if keep else _Confirmed(row)
            given.append(row)
    recorder.give(freed, None)
    if not keep:
        recorder.reject((row.id, row.person_id) for row in given if row.person_id not in (None, number))
    machine = [row.id for row in given if keep and row.decided == "machine"]
    recorder.give(machine, number, "machine")
    recorder.give([row.id for row in given if row.id not in set(machine)], number)
    recorder.accept([row.id for row in given], number)
    return len(given), tuple(refused)


class _Confirmed:
    """A face's row, as it will be once it is confirmed."""

    decided = "person"

    def __init__(self, row: Any) -> None:
        self.id, self.picture_id = row.id, row.picture_id


def _faces(connection: Connection, faces: Sequence[int], groups: Sequence[int]) -> list[Any]:
    """Return the rows of faces and of those in groups. NotFoundError for a face or a group that is not there."""
    wanted = list(dict.fromkeys(faces))
    found = {row.id: row for part in in_chunks(wanted) for row in _select(connection, f.id.in_(part))}
    if missing := [number for number in wanted if number not in found]:
        raise NotFoundError(f"There is no face {missing[0]} in the library: its picture has gone, or it never was.")
    for group in groups:
        inside = _select(connection, f.group_id == group)
        if not inside:
            raise NotFoundError(f"There is no group {group} of unnamed faces: it was named, or joined another.")
        found.update({row.id: row for row in inside})
    return list(found.values())


def _rejected(connection: Connection, people: Sequence[int]) -> list[int]:
    """Return the faces that are not one of these people's."""
    query = select(tables.face_rejections.c.face_id).where(tables.face_rejections.c.person_id.in_(people))
    return list(connection.execute(query).scalars())


def _select(connection: Connection, condition: Any) -> Sequence[Any]:
    """Return the rows of faces, also of those in removed pictures, which may be restored."""
    columns = (f.id, f.picture_id, f.person_id, f.decided, f.forgotten)
    return connection.execute(select(*columns).where(condition).order_by(f.id)).all()


def _values(connection: Connection, row: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the columns for what is wanted. RequestError for what cannot be."""
    values = dict(wanted)
    if "external_id" in values:
        values["external_id"] = values["external_id"] or None
    if "name" in values:
        values["name"] = rows.named(values["name"])
        values["name_key"] = values["name"].casefold()
    if "cover" in values:
        values["cover"] = values["cover"] or None
        if values["cover"] and rows.face_row(connection, values["cover"]).person is None:
            raise RequestError(f"Face {values['cover']} is nobody's: confirm it first.")
        if values["cover"] and rows.face_row(connection, values["cover"]).person.id != row.id:  # type: ignore[union-attr]
            raise RequestError(f"Face {values['cover']} is somebody else's: choose one of this person.")
    _check_free(connection, values.get("name", ""), values.get("external_id"), but=row.id)
    return values


def _check_free(connection: Connection, name: str, external_id: str | None, but: int = 0) -> None:
    """Raise RequestError for a name or an id that somebody else has."""
    if name:
        query = select(who.id, who.name).where(who.name_key == name.casefold(), who.id != but)
        if (taken := connection.execute(query).first()) is not None:
            raise RequestError(f"{taken.name} is person {taken.id} already: confirm the faces for them, or merge.")
    if external_id:
        query = select(who.id).where(who.external_id == external_id, who.id != but)
        if (other := connection.execute(query).scalar()) is not None:
            raise RequestError(f"The external id {external_id!r} is that of person {other}: choose another one.")


def _changed_words(called: str, values: dict[str, Any]) -> str:
    words = []
    if "name" in values:
        words.append(f"is called {values['name']} now" if values["name"] else "has no name now")
    if "hidden" in values:
        words.append("is hidden" if values["hidden"] else "is shown again")
    if "cover" in values:
        words.append("has another cover")
    if {"external_id", "user_data"} & set(values):
        words.append("has other data of a program")
    return f"{called} {', '.join(words)}."


def _name(connection: Connection, number: int) -> str:
    return _called(rows.person_row(connection, number).name, number)


def _called(name: str, number: int) -> str:
    return name or f"Person {number}"


def _count(faces: int) -> str:
    return f"{faces:,} {'face' if faces == 1 else 'faces'}"
