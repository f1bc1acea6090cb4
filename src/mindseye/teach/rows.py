"""What lessons ask the catalogue, and write into it, in more than one place."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, update

from mindseye.errors import NotFoundError, RequestError
from mindseye.library import tables
from mindseye.library.places import moment
from mindseye.teach.records import LessonClass, LessonReport, LessonVersion

one, c, t, e = tables.lessons.c, tables.lesson_classes.c, tables.taught.c, tables.examples.c
LONGEST_NAME = 100  # characters of a title or of a class's name
COVERS = 4


def named(text: str, what: str) -> str:
    """Return a name without spaces around it. RequestError for none, or one that is too long or cannot be printed."""
    plain = " ".join(text.split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise RequestError(f"{what} must be 1 to {LONGEST_NAME} printable characters; it has {len(plain)}.")
    return plain


def changed(connection: Connection, lesson: int) -> None:
    """Say that what there is to learn has changed."""
    values = {"changed": time.time(), "revision": one.revision + 1}
    connection.execute(update(tables.lessons).where(one.id == lesson).values(**values))


def class_row(connection: Connection, lesson: int, number: int) -> Any:
    """Return a class's row. NotFoundError if the lesson has none with this number."""
    row = connection.execute(select(tables.lesson_classes).where(c.id == number, c.lesson_id == lesson)).first()
    if row is None:
        raise NotFoundError(f"There is no class {number} in this lesson: it was deleted, or never was.")
    return row


def summary(connection: Connection, row: Any, job: int | None) -> dict[str, Any]:
    """Return the fields of a LessonSummary; `job` is the one that teaches it now."""
    newest = max(taught(connection, row.id), key=lambda each: int(each.version), default=None)
    counted = select(func.count()).select_from(tables.examples).where(e.lesson_id == row.id, e.removed.is_(False))
    classes = select(func.count()).select_from(tables.lesson_classes).where(c.lesson_id == row.id)
    return {
        "name": row.name,
        "title": row.title,
        "created": moment(row.created),
        "changed": moment(row.changed),
        "classes": connection.execute(classes).scalar_one(),
        "examples": connection.execute(counted).scalar_one(),
        "version": newest.version if newest else None,
        "accuracy": newest.accuracy if newest else None,
        "stale": bool(newest and newest.revision != row.revision),
        "job": job,
    }


def taught(connection: Connection, lesson: int) -> Sequence[Any]:
    """Return the rows of a lesson's teachings, without their reports."""
    columns = (t.version, t.revision, t.taught, t.examples, t.classes, t.accuracy, t.seconds, t.note)
    return connection.execute(select(*columns).where(t.lesson_id == lesson)).all()


def next_version(connection: Connection, lesson: int, models: Path, name: str) -> str:
    """Return the number after the newest, of the lesson's teachings and of the model's folders below `models`."""
    known = connection.execute(select(t.version).where(t.lesson_id == lesson)).scalars().all()
    there = [path.name for path in (models / name).glob("*") if path.name.isdigit()]
    return str(max([0, *map(int, known), *map(int, there)]) + 1)


def put_taught(connection: Connection, lesson: int, revision: int, report: LessonReport, note: str = "") -> None:
    """Write down that a version of a lesson's model was taught, when the lesson was at a revision."""
    connection.execute(tables.taught.insert().values(
        lesson_id=lesson, version=report.version, revision=revision, taught=time.time(), note=note,
        examples=report.examples, classes=len(report.labels), accuracy=report.accuracy,
        seconds=report.seconds, report=json.dumps(dataclasses.asdict(report)),
    ))  # fmt: skip


def versions(connection: Connection, lesson: int) -> tuple[LessonVersion, ...]:
    """Return a lesson's teachings, the newest first."""
    rows = sorted(taught(connection, lesson), key=lambda row: -int(row.version))
    return tuple(
        LessonVersion(r.version, moment(r.taught), r.examples, r.classes, r.accuracy, r.seconds, r.note) for r in rows
    )


def classes_of(connection: Connection, lesson: int) -> tuple[LessonClass, ...]:
    """Return a lesson's classes in the order in which they came."""
    rows = connection.execute(select(c.id, c.name).where(c.lesson_id == lesson).order_by(c.id)).all()
    counts = select(e.class_id, func.count()).where(e.lesson_id == lesson, e.removed.is_(False)).group_by(e.class_id)
    counted: dict[int, int] = dict(connection.execute(counts).all())
    return tuple(LessonClass(row.id, row.name, counted.get(row.id, 0), _covers(connection, row.id)) for row in rows)


def _covers(connection: Connection, number: int) -> tuple[int, ...]:
    query = select(e.id).where(e.class_id == number, e.removed.is_(False)).order_by(e.id.desc()).limit(COVERS)
    return tuple(connection.execute(query).scalars())
