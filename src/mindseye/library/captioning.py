"""The job that describes the library: a sentence for every picture that has none, on all cores, committed in batches.

It can be stopped or killed at any moment: what is committed is whole, and the next run goes on from there.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from mindseye import images
from mindseye.errors import ImageError
from mindseye.library import browsing, captions, tables
from mindseye.library.captions import Said
from mindseye.library.indexing import cores
from mindseye.library.jobs import Cancelled, Running, job_kind
from mindseye.library.locks import held
from mindseye.library.sources import Entry
from mindseye.models.card import Card
from mindseye.tasks import caption

if TYPE_CHECKING:
    from mindseye.library.library import Library

p = tables.pictures.c
KIND = "caption"
FIRST_S, BATCH_S = 0.25, 2.0  # between two commits; the first come sooner, for a person is waiting to see some
AHEAD = 4  # pictures for each core that are on their way
SMALLEST = 512  # px of the shorter side that decoding keeps


@job_kind(KIND, "Describing")
def describe(library: Library, job: Running, arguments: dict[str, Any]) -> None:
    """Describe the pictures that have no caption; with `again`, also those that an older model has described.

    `pictures` are the only ones that are meant, if given. What a person wrote stays as it is.
    """
    card = caption.caption_model(library.models, arguments.get("model") or caption.TASK).card
    with held(library.catalogue.locks, KIND, lambda: _wait(job)):
        job.message = ""
        run = Captioning(library, job, card, bool(arguments.get("again")), arguments.get("pictures"))
        try:
            run.run()
        finally:
            run.tell()


def _wait(job: Running) -> None:
    job.check()
    job.message = "Waiting for another job that is describing pictures."


class Captioning:
    """One run of the job. The calling thread writes; as many describe as there are cores."""

    def __init__(
        self, library: Library, job: Running, card: Card, again: bool = False, only: Sequence[int] | None = None
    ) -> None:
        self._library, self._catalogue, self._job, self._card = library, library.catalogue, job, card
        self._has = captions.has_any(card.name, captions.version(card) if again else "")
        self._only = None if only is None else frozenset(only)
        self._started = time.monotonic()
        self._away = 0

    def run(self) -> None:
        """Describe what lacks a caption. Cancelled is raised after what is done has been committed."""
        self._job.total = self._count()
        batch: dict[int, Said | None] = {}
        since, patience = time.monotonic(), FIRST_S
        try:
            for number, said in self._all():
                batch[number] = said
                if time.monotonic() - since > patience:
                    self._commit(batch)
                    batch, since, patience = {}, time.monotonic(), min(BATCH_S, 2 * patience)
                self._job.check()
        finally:
            self._commit(batch)

    def tell(self) -> None:
        """Leave the counts and a sentence with the job."""
        job, seconds = self._job, time.monotonic() - self._started
        described = job.done - job.failures
        job.result = {"described": described, "unreadable": job.failures, "away": self._away,
                      "model": self._card.name, "seconds": round(seconds, 3)}  # fmt: skip
        parts = [f"{described:,} {'picture' if described == 1 else 'pictures'} described by {self._card.name}"]
        parts += [f"{job.failures:,} unreadable"] if job.failures else []
        parts += [f"{self._away:,} out of reach (is their drive connected?)"] if self._away else []
        job.message = f"{', '.join(parts)}, in {seconds:.1f} s ({job.done / max(seconds, 1e-9):.1f} a second)."

    def _count(self) -> int:
        """Return how many pictures lack a caption."""
        lacking = select(func.count()).select_from(tables.pictures).where(p.removed.is_(False), ~self._has)
        with self._catalogue.reading() as connection:
            if self._only is None:
                return int(connection.execute(lacking).scalar_one())
            chunks = browsing.in_chunks(sorted(self._only))
            return sum(int(connection.execute(lacking.where(p.id.in_(part))).scalar_one()) for part in chunks)

    def _all(self) -> Iterator[tuple[int, Said | None]]:
        """Describe every picture that lacks it, in order, some ahead of what is given; None: it cannot be read."""
        flying: deque[tuple[int, Future[Said | None]]] = deque()
        with ThreadPoolExecutor(cores()) as pool:
            try:
                for number, entry in self._lacking():
                    flying.append((number, pool.submit(self._describe, entry)))
                    if len(flying) > AHEAD * cores():
                        first, future = flying.popleft()
                        yield first, future.result()
                while flying:
                    first, future = flying.popleft()
                    yield first, future.result()
            finally:
                for _, future in flying:
                    future.cancel()

    def _lacking(self) -> Iterator[tuple[int, Entry]]:
        last = 0
        while found := browsing.lacking(self._catalogue, self._has, last, 256):
            last = found[-1][0]
            for number, _, entry in found:
                if self._only is not None and number not in self._only:
                    continue
                if os.path.exists(entry.location):
                    yield number, entry
                else:  # its drive is not there: another time
                    self._away += 1

    def _describe(self, entry: Entry) -> Said | None:
        if self._job.cancel.is_set():
            raise Cancelled
        try:
            rgb = images.decode(entry.read(self._library.limits), self._library.limits, entry.name, SMALLEST)
        except ImageError:
            return None
        found = caption.describe(self._library.models, rgb, count=1, name=self._card.name)
        best = found.captions[0]
        return Said(best.text, best.confidence, best.log_probability, found.sure, found.note)

    def _commit(self, batch: dict[int, Said | None]) -> None:
        if batch:
            captions.put(self._catalogue, {n: said for n, said in batch.items() if said is not None}, self._card)
            self._job.done += len(batch)
            self._job.failures += sum(said is None for said in batch.values())
            self._job.total = max(self._job.total, self._job.done)  # more may have come meanwhile
