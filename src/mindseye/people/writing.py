"""What looking writes into the catalogue: faces, in the place of those that were found in the same picture before."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from mindseye.library import tables
from mindseye.library.catalogue import Catalogue
from mindseye.people.rows import STORED
from mindseye.people.seeing import Seen, Seer
from mindseye.types import Box

f, p = tables.faces.c, tables.pictures.c
SAME = 0.3  # overlap of two boxes, intersection over union, from which on they are of one face


def put(connection: Connection, picture: int, seen: Seen, seer: Seer) -> int:
    """Write the faces of a picture and return how many.

    A face that was known keeps its number, whose it is, and what was rejected; a forgotten one stays forgotten. One
    that is no longer found goes, unless a person said whose it is.
    """
    if connection.execute(select(p.id).where(p.id == picture)).first() is None:
        return 0  # it has left the library since
    old = list(connection.execute(select(tables.faces).where(f.picture_id == picture).order_by(f.id)).all())
    for place, row in enumerate(_rows(seen, seer.vector_version)):
        again = _same(old, seen.faces[place].box)
        if again is None:
            connection.execute(tables.faces.insert().values(picture_id=picture, **row))
            continue
        old.remove(again)
        kept = row | ({"vector": None, "attributes": None} if again.forgotten else {})
        connection.execute(update(tables.faces).where(f.id == again.id).values(**kept))
    if gone := [row.id for row in old]:
        undecided = or_(f.decided.is_(None), f.decided != "person")
        connection.execute(delete(tables.faces).where(f.id.in_(gone), undecided, f.forgotten.is_(False)))
    return len(seen.faces)


def mark(catalogue: Catalogue, connection: Connection, pictures: Sequence[int], version: str) -> None:
    """Remember that pictures were looked at."""
    there = connection.execute(select(p.id).where(p.id.in_(pictures))).scalars()
    marks = [{"picture_id": number, "version": version} for number in there]
    statement = catalogue.insert(tables.faces_looked)
    changed = {"version": statement.excluded["version"]}
    if marks:
        connection.execute(statement.on_conflict_do_update(index_elements=["picture_id"], set_=changed), marks)


def described(seen: Seen, place: int) -> str | None:
    """Return what can be told about a face, as JSON."""
    told = seen.attributes[place]
    return None if told is None else json.dumps(_plain(dataclasses.asdict(told)))


def _rows(seen: Seen, version: str) -> list[dict[str, Any]]:
    found = []
    for place, face in enumerate(seen.faces):
        told, box = seen.attributes[place], face.box
        found.append(
            {
                **{side: float(getattr(box, side)) for side in ("x1", "y1", "x2", "y2")},
                "score": float(face.score),
                "landmarks": json.dumps([round(float(value), 2) for value in face.landmarks.points.ravel()]),
                "size": round(min(box.width, box.height)),
                "quality": None if told is None else float(told.quality.value),
                "attributes": described(seen, place),
                "version": version,
                "vector": seen.vectors[place].astype(STORED).tobytes(),
            }
        )
    return found


def _same(old: Sequence[Any], box: Box) -> Any:
    """Return the row of the face whose box overlaps most, if it is the same face."""
    best = max(old, key=lambda row: _overlap(row, box), default=None)
    return best if best is not None and _overlap(best, box) >= SAME else None


def _overlap(row: Any, box: Box) -> float:
    width = min(row.x2, box.x2) - max(row.x1, box.x1)
    height = min(row.y2, box.y2) - max(row.y1, box.y1)
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return float(both / ((row.x2 - row.x1) * (row.y2 - row.y1) + box.width * box.height - both))


def _plain(value: Any) -> Any:
    """Return numbers of NumPy as Python's, which JSON knows."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return value.item() if hasattr(value, "item") else value
