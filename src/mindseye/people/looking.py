"""The job that looks for faces: every picture once, on all cores, committed in batches; then the faces are grouped.

It can be stopped or killed at any moment: what is committed is whole, and the next run goes on from there.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select

from mindseye import images
from mindseye.errors import ImageError
from mindseye.library import browsing, tables
from mindseye.library.catalogue import Catalogue
from mindseye.library.indexing import cores
from mindseye.library.jobs import Cancelled, Running, job_kind
from mindseye.library.library import Library
from mindseye.library.locks import held
from mindseye.library.sources import Entry
from mindseye.people import rows, writing
from mindseye.people.gallery import Galleries
from mindseye.people.grouping import regroup
from mindseye.people.seeing import LOOKED, Seen, Seer, scaled

KIND = "faces"
FIRST_S, BATCH_S = (
    0.25,
    2.0,
)  # between two transactions; the first ones come sooner, for a person is waiting to see some
AHEAD = 4  # pictures for each core that are on their way
GROUP_S = 60.0  # how often the faces found so far are grouped meanwhile; somebody may be watching


@job_kind(KIND, "Looking for faces")
def look(library: Library, job: Running, arguments: dict[str, Any]) -> None:
    """Look for faces in every picture that was not looked at; from now on also in those that are indexed later."""
    del arguments
    with held(library.catalogue.locks, KIND, lambda: _wait(job)):
        job.message = ""
        with library.catalogue.writing() as connection:
            rows.changed(connection, wanted=True)
        run = Looking(library, job)
        try:
            run.run()
        finally:
            run.tell()


def _wait(job: Running) -> None:
    job.check()
    job.message = "Waiting for another job that is looking for faces."


def missing(catalogue: Catalogue, version: str) -> int:
    """Return how many pictures these versions of the models have not looked at."""
    query = select(func.count()).select_from(tables.pictures)
    lacking = query.where(tables.pictures.c.removed.is_(False), ~browsing.has_looks(version))
    with catalogue.reading() as connection:
        return int(connection.execute(lacking).scalar_one())


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture that was looked at; None where it cannot be read, and why."""

    picture: int
    seen: Seen | None
    reason: str = ""


class Looking:
    """One run of the job. The calling thread writes; as many look as there are cores."""

    def __init__(self, library: Library, job: Running) -> None:
        self._library, self._catalogue, self._job = library, library.catalogue, job
        self._seer = Seer(library.models)
        self._galleries = Galleries(library.catalogue)
        self._started = self._grouped = time.monotonic()
        self._faces = self._unreadable = 0

    def run(self) -> None:
        """Look at what was not looked at, then group. Cancelled is raised after what is done has been committed."""
        while True:
            before = self._job.done
            self._job.total = before + missing(self._catalogue, self._seer.version)
            self._pass()
            self._group()
            if self._job.done == before:  # else more may have come meanwhile
                return

    def _pass(self) -> None:
        batch: list[Looked] = []
        since, patience = time.monotonic(), FIRST_S
        try:
            for looked in self._all():
                batch.append(looked)
                if time.monotonic() - since > patience:
                    self._commit(batch)
                    batch, since, patience = [], time.monotonic(), min(BATCH_S, 2 * patience)
                self._job.check()
        finally:
            self._commit(batch)

    def tell(self) -> None:
        """Leave the counts and a sentence with the job."""
        seconds = time.monotonic() - self._started
        self._job.result = {"pictures": self._job.done, "faces": self._faces, "unreadable": self._unreadable,
                            "seconds": round(seconds, 3)}  # fmt: skip
        self._job.message = (
            f"{self._faces:,} faces in {self._job.done:,} pictures, in {seconds:.1f} s "
            f"({self._job.done / max(seconds, 1e-9):.1f} a second)."
        )

    def _all(self) -> Iterator[Looked]:
        """Look at every picture that lacks it, in order, some ahead of what is given."""
        flying: deque[Future[Looked]] = deque()
        with ThreadPoolExecutor(cores()) as pool:
            try:
                for number, entry in self._lacking():
                    flying.append(pool.submit(self._look, number, entry))
                    if len(flying) > AHEAD * cores():
                        yield flying.popleft().result()
                while flying:
                    yield flying.popleft().result()
            finally:
                for future in flying:
                    future.cancel()

    def _lacking(self) -> Iterator[tuple[int, Entry]]:
        last = 0
        while found := browsing.lacking(self._catalogue, browsing.has_looks(self._seer.version), last, 256):
            last = found[-1][0]
            for number, _, entry in found:
                if os.path.exists(entry.location):  # else its drive is not there: another time
                    yield number, entry

    def _look(self, number: int, entry: Entry) -> Looked:
        if self._job.cancel.is_set():
            raise Cancelled
        try:
            data = entry.read(self._library.limits)
            rgb, facts = images.decode_and_examine(data, self._library.limits, entry.name, at_least=LOOKED)
        except ImageError as error:
            return Looked(number, None, str(error))
        return Looked(number, whole(self._seer.see(rgb), facts.width / rgb.shape[1], facts.height / rgb.shape[0]))

    def _commit(self, batch: Sequence[Looked]) -> None:
        if not batch:
            return
        with self._catalogue.writing() as connection:
            for looked in batch:
                seen = looked.seen
                self._faces += writing.put(connection, looked.picture, seen, self._seer) if seen else 0
            writing.mark(self._catalogue, connection, [looked.picture for looked in batch], self._seer.version)
            rows.changed(connection, looks=1, decisions=1)
        self._unreadable += sum(looked.seen is None for looked in batch)
        self._job.done, self._job.failures = self._job.done + len(batch), self._unreadable
        if time.monotonic() - self._grouped > GROUP_S:
            self._group()

    def _group(self) -> None:
        self._job.message = "Grouping faces."
        regroup(self._catalogue, self._galleries.newest(self._seer))
        self._grouped = time.monotonic()


def whole(seen: Seen, x: float, y: float) -> Seen:
    """Return what was seen in px of a picture that is x times as wide and y times as high."""
    faces = tuple(scaled(face, x, y) for face in seen.faces)
    return Seen(faces, seen.attributes, seen.vectors, seen.nearest_score, seen.timings_ms)


def forget_looks(catalogue: Catalogue) -> None:
    """Let every picture be looked at again; whose the faces are that are found again stays."""
    with catalogue.writing() as connection:
        connection.execute(delete(tables.faces_looked))
