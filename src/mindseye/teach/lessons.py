"""Lessons: classes of a person's own, example pictures of them, and the models that are taught from these."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import threading
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from mindseye.errors import ImageError, NotFoundError, RequestError, unknown
from mindseye.library import tables
from mindseye.library.jobs import Job
from mindseye.library.library import Library
from mindseye.library.records import Filter
from mindseye.library.sources import SUFFIXES
from mindseye.library.thumbnails import Thumbnails
from mindseye.models.card import NAME
from mindseye.teach import examples, problems, rows
from mindseye.teach.examples import Fresh
from mindseye.teach.looking import Looker
from mindseye.teach.problems import warnings_of
from mindseye.teach.records import Example, Lesson, LessonClass, LessonReport, LessonSummary
from mindseye.teach.teaching import KIND
from mindseye.typed_json import parse

one, c, t, e = tables.lessons.c, tables.lesson_classes.c, tables.taught.c, tables.examples.c
MOST_CLASSES = 1000
TILE = 256  # px of an example's small picture


class Lessons:
    """The lessons of one library. Safe to use from several threads at once, and beside other processes."""

    def __init__(self, library: Library) -> None:
        self._library, self._catalogue, self._models = library, library.catalogue, library.models
        self._thumbnails = Thumbnails(library.settings.home, library.limits)
        self._opening = threading.Lock()
        self._looker: Looker | None = None
        self._warned: dict[int, tuple[int, tuple[Any, ...]]] = {}  # by lesson: its revision then, and what was wrong

    # ── lessons ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def names(self) -> list[str]:
        """Return the names of all lessons, in order."""
        with self._catalogue.reading() as connection:
            return list(connection.execute(select(one.name).order_by(one.name)).scalars())

    def list(self) -> list[LessonSummary]:
        """Return all lessons, the newest change first."""
        jobs = self._running()
        with self._catalogue.reading() as connection:
            found = connection.execute(select(tables.lessons).order_by(one.changed.desc(), one.id.desc())).all()
            return [LessonSummary(**rows.summary(connection, row, jobs.get(row.name))) for row in found]

    def begin(self, title: str, name: str | None = None) -> Lesson:
        """Begin a lesson without classes. RequestError for a name that is taken or that programs could not use."""
        title = rows.named(title, "A lesson's title")
        wanted = name or self._free_name(title)
        if not NAME.fullmatch(wanted):
            raise RequestError(
                f"A lesson's name must be lower-case letters, digits and hyphens, at most 64, not {wanted!r}."
            )
        if taken := next((m.card for m in self._models.newest() if m.card.name == wanted), None):
            raise RequestError(f"There is a model called {taken.name!r} already: choose another name.")
        now = time.time()
        values = {"name": wanted, "title": title, "created": now, "changed": now, "revision": 0}
        try:
            with self._catalogue.writing() as connection:
                if connection.execute(select(one.id).where(one.name == wanted)).first():
                    raise RequestError(f"There is a lesson called {wanted!r} already: choose another name.")
                connection.execute(tables.lessons.insert().values(**values))
        except IntegrityError as error:
            raise RequestError(f"There is a lesson called {wanted!r} already: choose another name.") from error
        return self.get(wanted)

    def get(self, name: str) -> Lesson:
        """Return a lesson with its classes, warnings and versions. NotFoundError lists the known ones."""
        job = self._running().get(name)
        with self._catalogue.reading() as connection:
            row = self._row(connection, name)
            classes = rows.classes_of(connection, row.id)
            summary = rows.summary(connection, row, job)
            versions = rows.versions(connection, row.id)
            warnings = self._warnings(connection, row, classes)
        return Lesson(**summary, class_list=classes, warnings=warnings, versions=versions)

    def rename(self, name: str, title: str) -> Lesson:
        """Give a lesson another title."""
        with self._catalogue.writing() as connection:
            row = self._row(connection, name)
            values = {"title": rows.named(title, "A lesson's title"), "changed": time.time()}
            connection.execute(update(tables.lessons).where(one.id == row.id).values(**values))
        return self.get(name)

    def delete(self, name: str) -> int:
        """Delete a lesson, its uploads and its models; return how many examples it had. Other files stay."""
        self._stop(name)
        with self._catalogue.writing() as connection:
            row = self._row(connection, name)
            gone = connection.execute(select(e.sha256, e.origin).where(e.lesson_id == row.id)).all()
            connection.execute(tables.examples.delete().where(e.lesson_id == row.id))
            connection.execute(tables.lesson_classes.delete().where(c.lesson_id == row.id))
            versions = connection.execute(select(t.version).where(t.lesson_id == row.id)).scalars().all()
            connection.execute(tables.taught.delete().where(t.lesson_id == row.id))
            connection.execute(tables.lessons.delete().where(one.id == row.id))
            uploads = [each.sha256 for each in gone if each.origin == "upload"]
            examples.forget_uploads(self._library.settings.home, connection, uploads)
        for version in versions:
            self._remove_model(name, version)
        return len(gone)

    # ── classes ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def add_class(self, name: str, label: str) -> int:
        """Add a class and return its number. RequestError if there is one of this name."""
        with self._catalogue.writing() as connection:
            row = self._row(connection, name)
            self._check_class(connection, row.id, label)
            values = {"lesson_id": row.id, "name": rows.named(label, "A class's name")}
            number = connection.execute(tables.lesson_classes.insert().values(**values).returning(c.id)).scalar_one()
            rows.changed(connection, row.id)
        return int(number)

    def rename_class(self, name: str, number: int, label: str) -> None:
        """Give a class another name. RequestError if another has it."""
        with self._catalogue.writing() as connection:
            row = self._row(connection, name)
            rows.class_row(connection, row.id, number)
            self._check_class(connection, row.id, label, but=number)
            values = {"name": rows.named(label, "A class's name")}
            connection.execute(update(tables.lesson_classes).where(c.id == number).values(**values))
            rows.changed(connection, row.id)

    def delete_class(self, name: str, number: int) -> None:
        """Delete a class with its examples."""
        with self._catalogue.writing() as connection:
            row = self._row(connection, name)
            rows.class_row(connection, row.id, number)
            own = (e.class_id == number, e.origin == "upload")
            uploads = connection.execute(select(e.sha256).where(*own)).scalars().all()
            connection.execute(tables.examples.delete().where(e.class_id == number))
            connection.execute(tables.lesson_classes.delete().where(c.id == number))
            examples.forget_uploads(self._library.settings.home, connection, uploads)
            rows.changed(connection, row.id)

    # ── examples ────────────────────────────────────────────────────────────────────────────────────────────────────

    def examples(
        self, name: str, class_id: int | None = None, offset: int = 0, limit: int = 100
    ) -> tuple[int, Sequence[Example]]:
        """Return how many examples a lesson or one of its classes has, and a page of them, the newest first."""
        with self._catalogue.reading() as connection:
            return examples.listed(connection, self._row(connection, name).id, class_id, offset, limit)

    def upload(self, name: str, number: int, file_name: str, data: bytes) -> tuple[Example, bool]:
        """Add a picture to a class; return it, and whether it was there before. Raises ImageError."""
        with self._catalogue.reading() as connection:
            lesson = self._row(connection, name).id
            rows.class_row(connection, lesson, number)
        sha256 = hashlib.sha256(data).hexdigest()
        facts, seen = examples.look_at(self.looker, data, file_name, self._library)
        entry = examples.store(self._library.settings.home, sha256, file_name, data)
        fresh = Fresh(number, entry, file_name[-rows.LONGEST_NAME:], sha256, facts.width, facts.height, "upload",
                      seen=seen, path=entry.path)  # fmt: skip
        with self._catalogue.writing() as connection:
            rows.class_row(connection, lesson, number)
            numbers, known = examples.put(connection, lesson, [fresh], self.looker.version)
            rows.changed(connection, lesson)
            return examples.by_ids(connection, numbers)[0], bool(known)

    def from_library(
        self, name: str, number: int, pictures: Sequence[int], where: Filter | None = None
    ) -> tuple[Sequence[Example], int]:
        """Add pictures of the library to a class; return them, and how many were there before.

        The backbone looks at them when the lesson is taught.
        """
        wanted = list(pictures)
        if where is not None:
            ids = self._library.ids(where)
            wanted += [picture.id for picture in self._library.pictures(limit=100_000).items] if ids is None else [
                int(number) for number in ids
            ]  # fmt: skip
        found = self._library.pictures_of(wanted)
        if missing := [number for number in pictures if number not in found]:
            raise NotFoundError(f"There is no picture {missing[0]} in the library: it was removed, or never was.")
        fresh = [Fresh(number, None, p.name[-rows.LONGEST_NAME:], p.sha256, p.width, p.height, "library", p.id)
                 for p in found.values()]  # fmt: skip
        with self._catalogue.writing() as connection:
            lesson = self._row(connection, name).id
            rows.class_row(connection, lesson, number)
            numbers, known = examples.put(connection, lesson, fresh, "")
            rows.changed(connection, lesson)
            return examples.by_ids(connection, numbers), known

    def move(self, name: str, ids: Sequence[int], class_id: int) -> int:
        """Put examples into another class; one that is there already only leaves its own. Return how many."""
        with self._catalogue.writing() as connection:
            lesson = self._row(connection, name).id
            rows.class_row(connection, lesson, class_id)
            moving = [one for one in examples.by_ids(connection, list(ids)) if one.class_id != class_id]
            there = select(e.sha256).where(e.class_id == class_id)
            taken = set(connection.execute(there).scalars())
            again = [one.sha256 for one in moving if one.sha256 in taken]
            back = update(tables.examples).where(e.class_id == class_id, e.sha256.in_(again)).values(removed=False)
            connection.execute(back)
            examples.change(connection, lesson, [m.id for m in moving if m.sha256 in taken], removed=True)
            examples.change(connection, lesson, [m.id for m in moving if m.sha256 not in taken], class_id=class_id)
            rows.changed(connection, lesson)
            return len(moving)

    def remove(self, name: str, ids: Sequence[int]) -> int:
        """Take examples out until they are restored; return how many."""
        return self._set_removed(name, ids, True)

    def restore(self, name: str, ids: Sequence[int]) -> int:
        """Bring removed examples back; return how many."""
        return self._set_removed(name, ids, False)

    def thumbnail(self, name: str, number: int) -> Path:
        """Return the file of a WebP of an example, its longest side at most 256 px."""
        with self._catalogue.reading() as connection:
            row = examples.row_of(connection, self._row(connection, name).id, number)
            found = examples.by_ids(connection, [number])[0]
        return self._thumbnails.get(found, TILE, lambda: examples.data_of(self._library, row))

    # ── teaching ────────────────────────────────────────────────────────────────────────────────────────────────────

    def teach(self, name: str) -> Job:
        """Start teaching a lesson, as a job; RequestError if it is being taught already."""
        with self._catalogue.reading() as connection:
            self._row(connection, name)
        if (running := self._running().get(name)) is not None:
            raise RequestError(f"Job {running} is teaching {name} already: wait for it, or cancel it.")
        return self._library.jobs.start(KIND, lesson=name)

    def teaching(self, name: str) -> Job:
        """Return the newest job that taught a lesson. NotFoundError if none did."""
        found = next((job for job in self._jobs() if job.arguments.get("lesson") == name), None)
        if found is None:
            raise NotFoundError(f"{name} has not been taught yet, or so long ago that the job is forgotten.")
        return found

    def report(self, name: str, version: str | None = None) -> LessonReport:
        """Return what the newest model, or the one of a version, had learned."""
        with self._catalogue.reading() as connection:
            row = self._row(connection, name)
            found = connection.execute(select(t.version, t.report).where(t.lesson_id == row.id)).all()
        if not found:
            raise NotFoundError(f"{name} has not been taught yet: teach it first.")
        known = {each.version: each.report for each in found}
        wanted = version or max(known, key=int)
        if wanted not in known:
            raise unknown("version", wanted, sorted(known, key=int))
        report: LessonReport = parse(LessonReport, json.loads(known[wanted]), "report")
        return report

    def unpack(self, name: str, folder: Path) -> dict[str, str]:
        """Write a lesson's examples into new sub-folders of a folder, a class each, for programs that learn from files.

        Returns the classes' names by sub-folder: names of classes may be none that a file system takes. A file is
        called by its example's number; pictures of several classes, and those that cannot be read, are left out.
        """
        with self._catalogue.reading() as connection:
            lesson = self._row(connection, name)
            classes = rows.classes_of(connection, lesson.id)
            contrary = problems.contradictions(examples.known(connection, lesson.id, self.looker.version))
            found = examples.whole(connection, lesson.id)
        places = {one.id: f"{place:04}" for place, one in enumerate(classes)}
        for place in places.values():
            (folder / place).mkdir(parents=True)
        for row in found:
            with contextlib.suppress(ImageError):
                if row.sha256 not in contrary:
                    ending = Path(row.name).suffix.lower()
                    (folder / places[row.class_id] / f"{row.id}{ending if ending in SUFFIXES else '.jpg'}").write_bytes(
                        examples.data_of(self._library, row)
                    )
        return {places[one.id]: one.name for one in classes}

    def next_version(self, name: str) -> str:
        """Return the version that the lesson's next model will have."""
        with self._catalogue.reading() as connection:
            models = self._library.settings.home / "models"
            return rows.next_version(connection, self._row(connection, name).id, models, name)

    def record(self, name: str, report: LessonReport, note: str) -> None:
        """Write down what a model of the lesson had learned that was not taught by a job."""
        with self._catalogue.writing() as connection:
            row = self._row(connection, name)
            rows.put_taught(connection, row.id, row.revision, report, note)

    def delete_version(self, name: str, version: str) -> None:
        """Delete one version of a lesson's model."""
        with self._catalogue.writing() as connection:
            row = self._row(connection, name)
            gone = tables.taught.delete().where(t.lesson_id == row.id, t.version == version)
            if not connection.execute(gone).rowcount:
                known = connection.execute(select(t.version).where(t.lesson_id == row.id)).scalars().all()
                raise unknown("version", version, sorted(known, key=int))
        self._remove_model(name, version)

    @property
    def looker(self) -> Looker:
        """What looks at examples; the backbone is loaded when it is first asked for."""
        with self._opening:
            if self._looker is None:
                self._looker = Looker(self._models)
            return self._looker

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _row(self, connection: Connection, name: str) -> Any:
        row = connection.execute(select(tables.lessons).where(one.name == name)).first()
        if row is None:
            known = connection.execute(select(one.name).order_by(one.name)).scalars().all()
            raise unknown("lesson", name, list(known))
        return row

    def _check_class(self, connection: Connection, lesson: int, label: str, but: int | None = None) -> None:
        wanted = rows.named(label, "A class's name")
        known = connection.execute(select(c.id, c.name).where(c.lesson_id == lesson)).all()
        if any(row.name.casefold() == wanted.casefold() and row.id != but for row in known):
            raise RequestError(f"There is a class called {wanted!r} already: choose another name.")
        if len(known) >= MOST_CLASSES and but is None:
            raise RequestError(f"A lesson has at most {MOST_CLASSES} classes.")

    def _set_removed(self, name: str, ids: Sequence[int], removed: bool) -> int:
        with self._catalogue.writing() as connection:
            lesson = self._row(connection, name).id
            count = examples.change(connection, lesson, ids, removed=removed)
            rows.changed(connection, lesson)
        return count

    def _warnings(self, connection: Connection, row: Any, classes: tuple[LessonClass, ...]) -> tuple[Any, ...]:
        kept = self._warned.get(row.id)
        if kept is None or kept[0] != row.revision:
            known = examples.known(connection, row.id, self.looker.version)
            kept = self._warned[row.id] = (row.revision, warnings_of(classes, known))
        return kept[1]

    def _jobs(self) -> Sequence[Job]:
        return [job for job in self._library.jobs.list(200) if job.kind == KIND]

    def _running(self) -> dict[str, int]:
        return {job.arguments.get("lesson", ""): job.id for job in self._jobs() if not job.is_over}

    def _stop(self, name: str) -> None:
        if (running := self._running().get(name)) is not None:
            self._library.jobs.cancel(running)
            self._library.jobs.wait(running)

    def _remove_model(self, name: str, version: str) -> None:
        folder = self._library.settings.home / "models" / name / version
        shutil.rmtree(folder, ignore_errors=True)

    def _free_name(self, title: str) -> str:
        """Return a name for programs, made from a title's Latin letters; "lesson" where it has none."""
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50] or "lesson"
        taken = {*self.names(), *(model.card.name for model in self._models.newest())}
        return next(n for n in (stem, *(f"{stem}-{k}" for k in range(2, 100_000))) if n not in taken)
