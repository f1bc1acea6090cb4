"""The job that teaches: look at the examples, learn from them, judge what was learned, save a model."""

from __future__ import annotations

import dataclasses
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select

from mindseye.descriptors.pooling import unit
from mindseye.errors import ImageError, RequestError, unknown
from mindseye.library import sources, tables
from mindseye.library.indexing import cores
from mindseye.library.jobs import Running, job_kind
from mindseye.library.library import Library
from mindseye.library.locks import held
from mindseye.library.sources import Entry
from mindseye.teach import examples, judging, problems, rows
from mindseye.teach.looking import Looker, Seen
from mindseye.teach.records import CurvePoint
from mindseye.teach.saving import write_folder

KIND = "teach"
BATCH = 32  # pictures between two transactions
FEWEST = 2  # examples of each class
one, c = tables.lessons.c, tables.lesson_classes.c


@job_kind(KIND, "Teaching")
def teach(library: Library, job: Running, arguments: dict[str, Any]) -> None:
    """Teach the lesson `lesson`, after reading the classes and examples of `folder` if one is given."""
    name = arguments["lesson"]
    job.result = {"lesson": name, "phase": "waiting", "curve": []}
    with held(library.catalogue.locks, f"teach {name}", job.check):
        teaching = Teaching(library, job, name)
        if arguments.get("folder"):
            teaching.take_folder(sources.from_text(arguments["folder"]))
        teaching.look()
        teaching.learn()


class Teaching:
    """One run of the job. What it has looked at stays, whenever it ends; a model appears whole or not at all."""

    def __init__(self, library: Library, job: Running, name: str) -> None:
        self._library, self._catalogue, self._job, self._name = library, library.catalogue, job, name
        self._looker = Looker(library.models)
        self._started = time.monotonic()
        self._refused: list[str] = []
        with self._catalogue.reading() as connection:
            row = connection.execute(select(tables.lessons).where(one.name == name)).first()
        if row is None:
            raise unknown("lesson", name, [])
        self._lesson, self._title = row.id, row.title

    # ── from a folder ───────────────────────────────────────────────────────────────────────────────────────────────

    def take_folder(self, folder: str) -> None:
        """Make each sub-folder a class, and the pictures below it its examples; what is known is not read again."""
        self._tell("looking")
        found = classes_of(folder)
        known = self._known_files()
        numbers = self._classes(sorted({label for label, _ in found}))
        todo = [(numbers[label], entry) for label, entry in found if _key(numbers[label], entry) not in known]
        self._job.total = len(todo)
        self._through(todo, self._read_file)

    def _read_file(self, item: tuple[int, Entry]) -> examples.Fresh:
        import hashlib

        number, entry = item
        data = entry.read(self._library.limits)
        facts, seen = examples.look_at(self._looker, data, entry.name, self._library)
        path = examples.absolute(entry.root, entry.path)
        whole = dataclasses.replace(entry, root="", path=path)
        return examples.Fresh(number, whole, entry.name, hashlib.sha256(data).hexdigest(), facts.width, facts.height,
                              "file", seen=seen, path=path)  # fmt: skip

    def _classes(self, labels: list[str]) -> dict[str, int]:
        """Return the numbers of classes by name; those that are missing are made."""
        with self._catalogue.writing() as connection:
            query = select(c.name, c.id).where(c.lesson_id == self._lesson)
            numbers: dict[str, int] = dict(connection.execute(query).all())
            for label in labels:
                if label not in numbers:
                    new = tables.lesson_classes.insert().values(lesson_id=self._lesson, name=label).returning(c.id)
                    numbers[label] = connection.execute(new).scalar_one()
        return numbers

    def _known_files(self) -> set[tuple[Any, ...]]:
        e = tables.examples.c
        query = select(e.class_id, e.path, e.size, e.mtime_ns).where(e.lesson_id == self._lesson, e.origin == "file")
        with self._catalogue.reading() as connection:
            return {tuple(row) for row in connection.execute(query)}

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def look(self) -> None:
        """Let the backbone look at the examples that it has not seen yet."""
        self._tell("looking")
        with self._catalogue.reading() as connection:
            new = examples.unseen(connection, self._lesson, self._looker.version)
        self._job.total = self._job.done + len(new)
        self._through(new, self._look_again)

    def _look_again(self, row: Any) -> tuple[str, Seen]:
        data = examples.data_of(self._library, row)
        return row.sha256, examples.look_at(self._looker, data, sources.shown(row.name), self._library)[1]

    def _through(self, todo: list[Any], work: Any) -> None:
        """Do `work` for each on all cores, and write down what comes of it in batches."""

        def tried(item: Any) -> Any:
            try:
                return work(item)
            except ImageError as error:
                return error

        with ThreadPoolExecutor(cores()) as pool:
            for start in range(0, len(todo), BATCH):
                self._job.check()
                done = list(pool.map(tried, todo[start : start + BATCH]))
                self._write([one for one in done if not isinstance(one, ImageError)])
                self._refused += [str(one) for one in done if isinstance(one, ImageError)]
                self._job.result["refused"] = self._refused[:100]
                self._job.report(self._job.done + len(done), self._job.total, len(self._refused))

    def _write(self, done: list[Any]) -> None:
        with self._catalogue.writing() as connection:
            fresh = [one for one in done if isinstance(one, examples.Fresh)]
            examples.put(connection, self._lesson, fresh, self._looker.version)
            for item in done:
                if not isinstance(item, examples.Fresh):
                    examples.keep(connection, item[0], self._looker.version, item[1])
            if fresh:
                values = {"changed": time.time(), "revision": one.revision + 1}
                connection.execute(tables.lessons.update().where(one.id == self._lesson).values(**values))

    # ── learning ────────────────────────────────────────────────────────────────────────────────────────────────────

    def learn(self) -> None:
        """Learn from what was seen, and save the model as the lesson's next version."""
        self._tell("fitting")
        material, revision = self._material()
        models = self._library.settings.home / "models"
        with self._catalogue.reading() as connection:
            version = rows.next_version(connection, self._lesson, models, self._name)
        learned, report = judging.learn(material, version, self._tell, self._job.check)
        self._tell("saving", list(report.curve))
        report = dataclasses.replace(report, seconds=round(time.monotonic() - self._started, 2))
        self._job.check()
        with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
            write_folder(Path(scratch), self._looker.model, learned, report, self._name, self._title, version)
            self._library.models.add(scratch)
        with self._catalogue.writing() as connection:
            rows.put_taught(connection, self._lesson, revision, report)
        self._job.result["version"] = version
        self._job.message = f"{self._name} {version}: {report.accuracy:.1%} on examples that were held back."

    def _material(self) -> tuple[judging.Material, int]:
        """Return what there is to learn from, and the lesson's revision."""
        with self._catalogue.reading() as connection:
            revision = connection.execute(select(one.revision).where(one.id == self._lesson)).scalar_one()
            classes = connection.execute(select(c.id, c.name).where(c.lesson_id == self._lesson).order_by(c.id)).all()
            known = examples.known(connection, self._lesson, self._looker.version)
            ids, pooled, signatures = examples.features(connection, self._lesson, self._looker.version)
        contrary = problems.contradictions(known)
        place_of = {number: place for place, number in enumerate(known.ids)}
        kept = np.array([known.contents[place_of[int(i)]] not in contrary for i in ids], bool)
        places = np.array([place_of[int(i)] for i in ids], np.int64)[kept]
        numbers = {each.id: place for place, each in enumerate(classes)}
        targets = np.array([numbers[int(number)] for number in known.classes[places]], np.int64)
        _check_enough([each.name for each in classes], targets)
        material = judging.Material(
            labels=tuple(each.name for each in classes),
            examples=tuple(int(i) for i in ids[kept]),
            features=unit(pooled[kept]),
            signatures=signatures[kept],
            targets=targets,
            groups=problems.groups_of(known)[places],
            left_out=len(known.ids) - len(places),
        )
        return material, revision

    def _tell(self, phase: str, curve: list[CurvePoint] | None = None) -> None:
        self._job.check()
        self._job.result["phase"] = phase
        self._job.result["curve"] = [dataclasses.asdict(point) for point in curve or []]


def classes_of(folder: str) -> list[tuple[str, Entry]]:
    """Return the pictures below each sub-folder with the sub-folder's name, in order. RequestError if there are none.

    A folder is a class with all that lies below it; pictures that lie in `folder` itself belong to no class.
    """
    found: list[tuple[str, Entry]] = []
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise RequestError(f"{sources.shown(folder)} cannot be listed: {error.strerror}.") from error
    for item in entries:
        if item.is_dir() and not sources.is_ignored(item.name):
            label = " ".join(sources.shown(item.name).split())[:100]
            walked = [entry for entry in sources.walk(item.path) if isinstance(entry, Entry) and not entry.is_archive]
            found += [(label, entry) for entry in sorted(walked, key=lambda entry: entry.path)]
    if not found:
        raise RequestError(
            f"{sources.shown(folder)} has no sub-folder with pictures: make one for each class, named as the class."
        )
    return found


def _key(number: int, entry: Entry) -> tuple[Any, ...]:
    return number, examples.absolute(entry.root, entry.path), entry.size, entry.mtime_ns


def _check_enough(labels: list[str], targets: Any) -> None:
    """Raise RequestError unless there are two classes, with enough examples in each."""
    if len(labels) < 2:
        raise RequestError("There must be two classes at least to tell apart: add another class and its pictures.")
    for place, label in enumerate(labels):
        if (count := int((targets == place).sum())) < FEWEST:
            raise RequestError(
                f"{label} has {count} pictures to learn from; {FEWEST} are needed at least, and 20 are good: add some."
            )
