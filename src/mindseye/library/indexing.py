"""Indexing: walk the sources, pass over what is known, read the rest on all cores, commit in batches.

It can be stopped or killed at any moment: what is committed is whole, and running it again goes on from there.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mindseye.descriptors.spaces import Space
from mindseye.library import browsing, labels, places, recording, sources, walking
from mindseye.library.catalogue import Catalogue
from mindseye.library.jobs import Cancelled, Running, job_kind
from mindseye.library.labels import Labeller
from mindseye.library.locks import held
from mindseye.library.places import Place
from mindseye.library.reading import Reader
from mindseye.library.recording import Outcome, Read, Unread
from mindseye.library.sources import Entry
from mindseye.library.walking import Walk
from mindseye.library.watching import outermost
from mindseye.tasks import embed

if TYPE_CHECKING:
    from mindseye.library.library import Library

BATCH = 256  # pictures in a transaction, or
BATCH_S = 1.0  # as many as come in this many seconds; the first ones sooner, for a person is waiting to see some
FIRST_S = 0.1
FOLLOW_S = 10.0  # how often the vector indexes follow while indexing
LOCK = "indexing"


@job_kind("index", "Indexing")
def index(library: Library, job: Running, arguments: dict[str, Any]) -> None:
    """Index `paths`, in the usual spaces and `space`; all known sources when none are given, or the one `source`.

    `changed` paths are looked at again if they lie in a known source; without `fill`, older pictures that lack a vector
    are left for another time.
    """
    given = arguments.get("space") or []
    spaces = library.use_spaces([given] if isinstance(given, str) else given)
    with held(library.catalogue.locks, LOCK, lambda: _wait(library, job)):
        job.message = ""
        run = Indexing(library, spaces, job, labels.along_with(library.models, spaces))
        run.run(_wanted(library.catalogue, arguments), arguments.get("fill", True))


def _wait(library: Library, job: Running) -> None:
    """Say how far the one is that is indexing now; there is one at a time, so that no picture is read twice."""
    job.check()
    others = [one for one in library.jobs.list() if one.kind == "index" and one.state == "running" and one.id < job.id]
    other = others[-1] if others else None
    at = f"job {other.id}, which is indexing: {other.done:,} of {other.total or 0:,}" if other else "another process"
    job.message = f"Waiting for {at}."


def _wanted(catalogue: Catalogue, arguments: dict[str, Any]) -> list[Place]:
    """Return the places that a job's arguments mean."""
    if changed := arguments.get("changed"):
        return places.containing(catalogue, outermost(sources.from_text(path) for path in changed))
    if paths := arguments.get("paths"):
        found = [places.register(catalogue, Path(sources.from_text(path))) for path in paths]
        return list(dict.fromkeys(found))
    return places.known(catalogue, arguments.get("source"))


class Indexing:
    """One run. The calling thread writes; one thread walks; as many read as there are cores."""

    def __init__(self, library: Library, spaces: list[Space], job: Running, labellers: Sequence[Labeller] = ()) -> None:
        self._library, self._catalogue, self._spaces, self._job = library, library.catalogue, spaces, job
        self._labellers = labellers
        self._reader = Reader(library.catalogue, library.models, library.limits, spaces, labellers)
        self._todo: queue.SimpleQueue[tuple[int, Entry] | None] = queue.SimpleQueue()
        self._outcomes: queue.Queue[Outcome | Exception | None] = queue.Queue(maxsize=4 * BATCH)
        self._stop = threading.Event()
        self._counts: Counter[str] = Counter()
        self._total = 0
        self._started = time.monotonic()
        self._followed = time.monotonic()

    def run(self, wanted: list[Place], fill: bool = True) -> None:
        """Index places; Cancelled is raised after what is done has been committed. The job's result has the counts."""
        with self._catalogue.writing() as connection:
            recording.forget_limits(connection, self._library.limits)
        walks = [walking.begin(self._catalogue, place) for place in wanted]
        try:
            self._through(lambda: self._walk(walks))
            self._finish(walks)
            if fill:
                self._through(self._fill)
        finally:
            self._tell(walks)
            self._follow()

    # ── the three kinds of threads ──────────────────────────────────────────────────────────────────────────────────

    def _through(self, produce: Any) -> None:
        """Run `produce`, which fills the queue, and readers that empty it; write down what they find."""
        workers = [threading.Thread(target=self._work, daemon=True) for _ in range(cores())]
        producer = threading.Thread(target=self._produce, args=(produce, len(workers)), daemon=True)
        threads = [producer, *workers]
        for thread in threads:
            thread.start()
        try:
            self._write(len(threads))
        finally:
            self._stop.set()
            while any(thread.is_alive() for thread in threads):  # those that wait for room in the queue
                _drain(self._outcomes)
                threads[0].join(0.01)
                threads = [thread for thread in threads if thread.is_alive()] or threads[:1]
            _drain(self._outcomes)
            while not self._todo.empty():
                self._todo.get()
            self._stop.clear()

    def _produce(self, produce: Any, readers: int) -> None:
        try:
            produce()
        except Exception as error:  # the edge of a thread: the writer raises it
            self._outcomes.put(error)
        for _ in range(readers):
            self._todo.put(None)
        self._outcomes.put(None)

    def _work(self) -> None:
        while (item := self._todo.get()) is not None and not self._stop.is_set():
            try:
                self._outcomes.put(self._reader.read(*item))
            except Exception as error:  # the edge of a thread: the writer raises it
                self._outcomes.put(error)
                break
        self._outcomes.put(None)

    def _write(self, threads: int) -> None:
        """Commit what comes, in batches, until all threads have ended."""
        batch: list[Outcome] = []
        since, patience = time.monotonic(), FIRST_S
        while threads:
            try:
                outcome = self._outcomes.get(timeout=0.1)
            except queue.Empty:
                outcome = None
                threads += 1  # nobody ended
            if outcome is None:
                threads -= 1
            elif isinstance(outcome, Exception):
                self._commit(batch)
                raise outcome
            else:
                batch.append(outcome)
            if len(batch) >= BATCH or (batch and time.monotonic() - since > patience):
                self._commit(batch)
                batch, since, patience = [], time.monotonic(), min(BATCH_S, 2 * patience)
            if self._job.cancel.is_set():
                self._commit(batch)
                raise Cancelled
        self._commit(batch)

    def _commit(self, batch: list[Outcome]) -> None:
        if not batch:
            return
        self._counts["added"] += recording.record(self._catalogue, batch)
        self._counts["read"] += len(batch)
        self._counts["unreadable"] += sum(isinstance(one, Unread) for one in batch)
        self._counts["bytes"] += sum(one.bytes for one in batch if isinstance(one, Read))
        if time.monotonic() - self._followed > FOLLOW_S:
            self._follow()
        self._progress()

    def _follow(self) -> None:
        for wanted in self._spaces:
            self._library.indexes.follow(wanted.name)
        self._followed = time.monotonic()

    # ── what there is to do ─────────────────────────────────────────────────────────────────────────────────────────

    def _walk(self, walks: list[Walk]) -> None:
        for walk in walks:
            for found in walk.look(self._library.settings.home):
                if self._stop.is_set():
                    return
                if isinstance(found, Unread):
                    self._total += 1
                    self._outcomes.put(found)
                else:
                    self._give(walk.place.source, found)
            self._counts["unchanged"] += walk.unchanged

    def _give(self, source: int, entry: Entry) -> None:
        self._total += 1
        self._todo.put((source, entry))

    def _finish(self, walks: list[Walk]) -> None:
        """After all has been read: archives are done, what has gone leaves, and so do pictures without a file."""
        with self._catalogue.writing() as connection:
            for walk in walks:
                if walk.there:
                    gone, damaged = walk.finish(self._catalogue, connection)
                    self._counts.update({"files_gone": gone, "unreadable": damaged})
            self._counts["gone"] += recording.sweep(connection)

    def _fill(self) -> None:
        """Give the pictures that lack a vector in one of the spaces, or labels, to the readers."""
        given: set[int] = set()
        models = self._library.models
        vectors = [browsing.has_vector(space.name, embed.version(models, space)) for space in self._spaces]
        for wanted in (*vectors, *(browsing.has_labels(one.name, one.version) for one in self._labellers)):
            last = 0
            while not self._stop.is_set():
                found = browsing.lacking(self._catalogue, wanted, last, BATCH)
                if not found:
                    break
                last = found[-1][0]
                for number, source, entry in found:
                    if number not in given and os.path.exists(entry.location):  # else its drive is not there
                        given.add(number)
                        self._give(source, entry)
        self._counts["filled"] = len(given)

    def _progress(self) -> None:
        job = self._job
        job.done, job.total, job.failures = self._counts["read"], self._total, self._counts["unreadable"]

    def _tell(self, walks: list[Walk]) -> None:
        """Leave the counts and a sentence with the job."""
        self._progress()
        seconds = time.monotonic() - self._started
        names = ("added", "filled", "gone", "unreadable", "unchanged", "read", "bytes")
        self._job.result = {name: self._counts[name] for name in names} | {
            "seconds": round(seconds, 3),
            "missing_sources": [sources.shown(walk.place.root) for walk in walks if not walk.there],
        }
        rate = self._counts["read"] / max(seconds, 1e-9)
        self._job.message = (
            "{added:,} added, {gone:,} gone, {unreadable:,} unreadable, {unchanged:,} unchanged".format(
                **self._job.result
            )
            + f", in {seconds:.1f} s ({rate:.0f} a second)."
        )


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _drain(outcomes: queue.Queue[Any]) -> None:
    while True:
        try:
            outcomes.get_nowait()
        except queue.Empty:
            return
