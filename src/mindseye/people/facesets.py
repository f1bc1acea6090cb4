"""Face sets: faces that another program keeps here under its own ids, apart from the library and its people."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, func, select, update

from mindseye.errors import NotFoundError, RequestError, unknown
from mindseye.library import tables
from mindseye.library.library import Library
from mindseye.library.places import moment
from mindseye.people import deciding, rows, writing
from mindseye.people.gallery import DIM
from mindseye.people.records import Added, Candidate, FaceSet, SetFace
from mindseye.people.searching import Known
from mindseye.people.seeing import Seen, Seer
from mindseye.types import RGB, Box

one, face = tables.face_sets.c, tables.set_faces.c
LISTED = 20  # names in an error


class FaceSets:
    """The face sets of one catalogue. Safe to use from several threads at once, and beside other processes."""

    def __init__(self, library: Library) -> None:
        self._library, self._catalogue = library, library.catalogue
        self._lock = threading.Lock()
        self._known: dict[int, tuple[Any, Known]] = {}  # by set: its revision and the model's version, and the faces

    # ── sets ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def list(self, tag: str | None = None, offset: int = 0, limit: int = 100) -> tuple[int, Sequence[FaceSet]]:
        """Return how many face sets there are, with a tag or in all, and a page of them, the newest first."""
        meant = [one.tags.contains(f"\n{tag}\n", autoescape=True)] if tag else []
        with self._catalogue.reading() as connection:
            total = connection.execute(select(func.count()).select_from(tables.face_sets).where(*meant)).scalar_one()
            query = select(tables.face_sets).where(*meant).order_by(one.id.desc()).offset(offset).limit(limit)
            return int(total), [_set(connection, row) for row in connection.execute(query).all()]

    def create(
        self, external_id: str | None = None, name: str = "", tags: Sequence[str] = (), user_data: str = ""
    ) -> FaceSet:
        """Make a face set. RequestError if there is one with this id."""
        wanted = external_id or uuid.uuid4().hex
        values = {"external_id": wanted, "name": rows.named(name), "tags": _joined(tags), "user_data": user_data,
                  "created": time.time(), "revision": 0}  # fmt: skip
        with self._catalogue.writing() as connection:
            if connection.execute(select(one.id).where(one.external_id == wanted)).first():
                raise RequestError(f"There is a face set {wanted!r} already: choose another id, or delete it first.")
            connection.execute(tables.face_sets.insert().values(**values))
            return _set(connection, _row(connection, wanted))

    def get(self, name: str) -> FaceSet:
        """Return a face set, by its own id. NotFoundError lists the known ones."""
        with self._catalogue.reading() as connection:
            return _set(connection, _row(connection, name))

    def change(self, name: str, /, **wanted: Any) -> FaceSet:
        """Change the `name`, the `tags` or the `user_data` of a face set."""
        values = dict(wanted)
        if "tags" in values:
            values["tags"] = _joined(values["tags"])
        if "name" in values:
            values["name"] = rows.named(values["name"])
        with self._catalogue.writing() as connection:
            row = _row(connection, name)
            if values:
                connection.execute(update(tables.face_sets).where(one.id == row.id).values(**values))
            return _set(connection, _row(connection, name))

    def delete(self, name: str) -> int:
        """Delete a face set with its vectors; return how many faces that were."""
        with self._catalogue.writing() as connection:
            row = _row(connection, name)
            deciding.overwrite(self._catalogue, connection)
            count = connection.execute(delete(tables.set_faces).where(face.set_id == row.id)).rowcount
            connection.execute(delete(tables.face_sets).where(one.id == row.id))
        return count

    # ── faces ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def faces(self, name: str, offset: int = 0, limit: int = 100) -> tuple[int, Sequence[SetFace]]:
        """Return how many faces a set has, and a page of them in the order in which they came."""
        version = Seer(self._library.models).vector_version
        with self._catalogue.reading() as connection:
            row = _row(connection, name)
            query = select(tables.set_faces).where(face.set_id == row.id)
            found = connection.execute(query.order_by(face.id).offset(offset).limit(limit)).all()
            return _count(connection, row.id), [_face(each, version) for each in found]

    def add(
        self,
        name: str,
        rgb: RGB,
        options: dict[str, Any] | None = None,
        external_id: str | None = None,
        user_data: str = "",
    ) -> Added:
        """Add the faces of a picture, the largest first; only as many as `most` in `options`, one when absent.

        RequestError for a picture without a face, or an id that is taken. The picture is not kept.
        """
        with self._catalogue.reading() as connection:
            _row(connection, name)
        seer = Seer(self._library.models)
        most = (options or {}).get("most", 1)
        seen = seer.see(rgb, seer.search({key: v for key, v in (options or {}).items() if key != "most"}))
        if not seen.faces:
            raise RequestError(_no_face(seen))
        stem = external_id or uuid.uuid4().hex
        ids = [stem if place == 0 else f"{stem}-{place + 1}" for place in range(min(most, len(seen.faces)))]
        with self._catalogue.writing() as connection:
            row = _row(connection, name)
            taken = select(face.external_id).where(face.set_id == row.id, face.external_id.in_(ids)).limit(1)
            if (known := connection.execute(taken).scalar()) is not None:
                raise RequestError(f"The face set {name!r} has a face {known!r} already: choose another id.")
            new = [_new(row.id, own, user_data, seen, place, seer) for place, own in enumerate(ids)]
            connection.execute(tables.set_faces.insert(), new)
            _changed(connection, row.id)
            query = select(tables.set_faces).where(face.set_id == row.id, face.external_id.in_(ids)).order_by(face.id)
            added = tuple(_face(each, seer.vector_version) for each in connection.execute(query))
        return Added(added, len(seen.faces), seer.versions(), seen.timings_ms)

    def delete_face(self, name: str, own: str) -> int:
        """Delete a face of a set with its vector. NotFoundError if there is none with this id."""
        with self._catalogue.writing() as connection:
            row = _row(connection, name)
            deciding.overwrite(self._catalogue, connection)
            gone = delete(tables.set_faces).where(face.set_id == row.id, face.external_id == own)
            if not connection.execute(gone).rowcount:
                raise NotFoundError(f"The face set {name!r} has no face {own!r}: it was deleted, or never was.")
            _changed(connection, row.id)
        return 1

    # ── search ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def known(self, name: str, version: str) -> Known:
        """Return the faces of a set whose vectors are of this version, to look among."""
        with self._catalogue.reading() as connection:
            row = _row(connection, name)
        key = (row.revision, version)
        with self._lock:
            kept = self._known.get(row.id)
        if kept is None or kept[0] != key:
            kept = (key, self._read(row, version))
            with self._lock:
                self._known[row.id] = kept
        return kept[1]

    def _read(self, row: Any, version: str) -> Known:
        query = select(face.external_id, face.user_data, face.vector)
        with self._catalogue.reading() as connection:
            mine = (face.set_id == row.id, face.version == version)
            found = connection.execute(query.where(*mine).order_by(face.id)).all()

        def candidate(place: int) -> Candidate:
            each = found[place]
            own, data = each.external_id, each.user_data
            return Candidate(0.0, "", faceset=row.external_id, external_id=own, user_data=data)

        return Known(rows.vectors_of((each.vector for each in found), DIM), np.arange(len(found)), candidate)


def _row(connection: Connection, name: str) -> Any:
    row = connection.execute(select(tables.face_sets).where(one.external_id == name)).first()
    if row is None:
        known = connection.execute(select(one.external_id).order_by(one.external_id).limit(LISTED)).scalars().all()
        raise unknown("face set", name, list(known))
    return row


def _count(connection: Connection, number: int) -> int:
    query = select(func.count()).select_from(tables.set_faces).where(face.set_id == number)
    return int(connection.execute(query).scalar_one())


def _changed(connection: Connection, number: int) -> None:
    connection.execute(update(tables.face_sets).where(one.id == number).values(revision=one.revision + 1))


def _joined(tags: Sequence[str]) -> str:
    """Return tags as they are stored: each between two line ends, so that a whole one can be looked for."""
    plain = list(dict.fromkeys(" ".join(tag.split()) for tag in tags))
    if any(not tag or len(tag) > rows.LONGEST_NAME for tag in plain):
        raise RequestError(f"A tag must have 1 to {rows.LONGEST_NAME} characters.")
    return "".join(f"\n{tag}" for tag in plain) + "\n" if plain else ""


def _set(connection: Connection, row: Any) -> FaceSet:
    tags = tuple(tag for tag in row.tags.split("\n") if tag)
    count = _count(connection, row.id)
    return FaceSet(row.external_id, row.name, tags, row.user_data, count, moment(row.created))


def _face(row: Any, version: str) -> SetFace:
    return SetFace(
        external_id=row.external_id,
        user_data=row.user_data,
        box=Box(*json.loads(row.box)),
        confidence=row.score,
        attributes=rows.attributes_of(row.attributes),
        created=moment(row.created),
        current=row.version == version,
    )


def _new(number: int, own: str, user_data: str, seen: Seen, place: int, seer: Seer) -> dict[str, Any]:
    found = seen.faces[place]
    box = [float(getattr(found.box, side)) for side in ("x1", "y1", "x2", "y2")]
    return {
        "set_id": number,
        "external_id": own,
        "user_data": user_data,
        "box": json.dumps(box),
        "score": float(found.score),
        "attributes": writing.described(seen, place),
        "version": seer.vector_version,
        "vector": seen.vectors[place].astype(rows.STORED).tobytes(),
        "created": time.time(),
    }


def _no_face(seen: Seen) -> str:
    if seen.nearest_score is None:
        return "The picture shows no face: send one with a face of 20 px or more."
    return f"The picture shows no face; one would be found from `min_score` {seen.nearest_score:.2f} down."
