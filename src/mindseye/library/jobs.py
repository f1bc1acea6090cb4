"""Long work: a row in the catalogue that every process can see, a thread that does it, progress, cancel and resume."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, or_, select, update

from mindseye.errors import MindsEyeError, NotFoundError, RequestError, unknown
from mindseye.library import tables
from mindseye.library.catalogue import Catalogue
from mindseye.library.places import moment

if TYPE_CHECKING:
    from mindseye.library.library import Library

log = logging.getLogger("mindseye")
j = tables.jobs.c
BEAT_S = 1.0  # between two heartbeats
SILENT_S = 60.0  # without a heartbeat a job of another machine counts as interrupted
KEPT = 200  # finished jobs that are remembered
UNFINISHED = ("queued", "running")
WINDOW_S = 15.0  # over which the rate is measured


class Cancelled(Exception):  # noqa: N818 - not an error: somebody asked for it
    """Raised inside a job when it was asked to stop; what it has committed stays."""


@dataclass(frozen=True, slots=True)
class Job:
    """How far long work is. `total`, `rate` (per second) and `seconds_left` are None while they are not known.

    States: queued, running, done, failed (`error` says why), cancelled, interrupted (its process died).
    """

    id: int
    kind: str
    title: str
    state: str
    done: int
    total: int | None
    failures: int
    rate: float | None
    seconds_left: float | None
    message: str
    created: datetime
    started: datetime | None
    finished: datetime | None
    error: str | None
    result: dict[str, Any] = field(default_factory=dict)
    arguments: dict[str, Any] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        return self.state not in UNFINISHED


class Running:
    """What a job's function is given: by it the function tells how far it is, and learns that it shall stop."""

    def __init__(self, number: int) -> None:
        self.id = number
        self.cancel = threading.Event()
        self.over = threading.Event()  # Thread.join would do, but Ctrl+C during it marks a living thread as dead
        self.result: dict[str, Any] = {}
        self.message = ""
        self.done = self.total = self.failures = 0
        self._marks: deque[tuple[float, int]] = deque([(time.monotonic(), 0)])

    def report(self, done: int, total: int, failures: int = 0) -> None:
        """Say how far the job is. Raises Cancelled when it shall stop."""
        self.done, self.total, self.failures = done, total, failures
        self.check()

    def check(self) -> None:
        """Raise Cancelled when the job shall stop."""
        if self.cancel.is_set():
            raise Cancelled

    def rate(self) -> float:
        """Return how much is done per second, lately."""
        now = time.monotonic()
        self._marks.append((now, self.done))
        while len(self._marks) > 2 and now - self._marks[0][0] > WINDOW_S:
            self._marks.popleft()
        (before, done), elapsed = self._marks[0], now - self._marks[0][0]
        return max(0.0, (self.done - done) / elapsed) if elapsed > 0 and before else 0.0


Work = Callable[["Library", Running, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its title for people, and its function."""

    title: str
    work: Work


KINDS: dict[str, Kind] = {}


def job_kind(name: str, title: str) -> Callable[[Work], Work]:
    """Register a function as the work of a kind of job."""

    def register(work: Work) -> Work:
        KINDS[name] = Kind(title, work)
        return work

    return register


class Jobs:
    """The jobs of one catalogue. Those of this process run in threads; those of others can be seen and cancelled."""

    def __init__(self, library: Library, catalogue: Catalogue) -> None:
        self._library, self._catalogue = library, catalogue
        self._running: dict[int, Running] = {}
        # By kind: what may start other jobs when one of it is done.
        self.followers: defaultdict[str, list[Callable[[], Job | None]]] = defaultdict(list)
        self._lock = threading.Lock()
        self._machine = socket.gethostname()
        self._owner = f"{self._machine} {os.getpid()}"

    def start(self, kind: str, **arguments: Any) -> Job:
        """Start a job in a thread of this process and return it. NotFoundError for a kind that is not known."""
        if kind not in KINDS:
            raise unknown("kind of job", kind, sorted(KINDS))
        now = time.time()
        values = {"kind": kind, "title": KINDS[kind].title, "arguments": json.dumps(arguments), "state": "queued",
                  "owner": self._owner, "created": now, "heartbeat": now}  # fmt: skip
        with self._catalogue.writing() as connection:
            number = connection.execute(tables.jobs.insert().values(**values).returning(j.id)).scalar_one()
            _forget_old(connection)
        running = Running(number)
        with self._lock:
            self._running[number] = running
        threading.Thread(target=self._run, args=(kind, running, arguments), daemon=True).start()
        return self.get(number)

    def again(self, number: int) -> Job:
        """Start again what was interrupted, cancelled or failed. What it had done is not done twice."""
        row = self._row(number)
        if row.state in (*UNFINISHED, "done"):
            raise RequestError(f"Job {number} is {row.state}, so there is nothing to resume.")
        return self.start(row.kind, **json.loads(row.arguments))

    def list(self, limit: int = 50) -> list[Job]:
        """Return the jobs, the newest first."""
        self._find_interrupted()
        with self._catalogue.reading() as connection:
            rows = connection.execute(select(tables.jobs).order_by(j.id.desc()).limit(limit)).all()
        return [_job(row) for row in rows]

    def get(self, number: int) -> Job:
        """Return a job. NotFoundError if there is none with this number."""
        self._find_interrupted()
        return _job(self._row(number))

    def cancel(self, number: int) -> Job:
        """Ask a job to stop, whichever process runs it; one that is over stays as it is."""
        with self._catalogue.writing() as connection:
            connection.execute(update(tables.jobs).where(j.id == number, j.state.in_(UNFINISHED)).values(cancel=True))
        with self._lock:
            if number in self._running:
                self._running[number].cancel.set()
        return self.get(number)

    def wait(self, number: int, watch: Callable[[Job], None] = lambda job: None, every: float = 0.2) -> Job:
        """Wait until a job of this process is over, telling `watch` how far it is. Raises what `watch` raises."""
        with self._lock:
            running = self._running.get(number)
        while running is not None and not running.over.wait(every):
            watch(self.get(number))
        return self.get(number)

    def resume(self, number: int, watch: Callable[[Job], None] = lambda job: None) -> Job:
        """Do again what was interrupted, cancelled or failed, and wait until it is over, as `run` does."""
        return self._to_its_end(self.again(number), watch)

    def run(self, kind: str, watch: Callable[[Job], None] = lambda job: None, **arguments: Any) -> Job:
        """Start a job and wait until it is over. Ctrl+C cancels it, and is raised when what is done is committed."""
        return self._to_its_end(self.start(kind, **arguments), watch)

    def _to_its_end(self, job: Job, watch: Callable[[Job], None]) -> Job:
        try:
            return self.wait(job.id, watch)
        except BaseException:
            self.cancel(job.id)
            self.wait(job.id)
            raise

    def close(self, patience: float = 30.0) -> None:
        """Stop the jobs of this process: each commits what is done."""
        with self._lock:
            running = list(self._running.values())
        for job in running:
            job.cancel.set()
        for job in running:
            job.over.wait(patience)

    def _run(self, name: str, running: Running, arguments: dict[str, Any]) -> None:
        kind = KINDS[name]
        over = threading.Event()
        beating = threading.Thread(target=self._beat, args=(running, over), daemon=True)
        state, error = "done", ""
        try:
            self._write(running, state="running", started=time.time())
            beating.start()
            kind.work(self._library, running, arguments)
            self._follow(name, running)
        except Cancelled:
            state = "cancelled"
        except MindsEyeError as problem:
            state, error = "failed", str(problem)
        except Exception as problem:  # the edge of a thread: nobody else would hear of it
            log.exception("Job %d (%s) broke down.", running.id, kind.title)
            state, error = "failed", f"{kind.title} broke down: {type(problem).__name__}: {problem}."
        over.set()
        if beating.is_alive():
            beating.join()
        self._end(running, state, error)
        running.over.set()

    def _follow(self, name: str, running: Running) -> None:
        """Start what follows a kind of job that is done; their numbers are `followed_by` in the result."""
        if started := [job.id for follower in self.followers[name] if (job := follower()) is not None]:
            running.result["followed_by"] = started

    def _end(self, running: Running, state: str, error: str) -> None:
        try:
            self._write(running, state=state, error=error, finished=time.time())
        except MindsEyeError as problem:  # a full disk; the job then counts as interrupted
            log.error("The end of job %d (%s) could not be written: %s", running.id, state, problem)
        with self._lock:
            self._running.pop(running.id, None)

    def _beat(self, running: Running, over: threading.Event) -> None:
        """Write down how far the job is, again and again, and look whether somebody wants it to stop."""
        while not over.wait(BEAT_S):
            with contextlib.suppress(MindsEyeError):  # the work itself will meet the same trouble and say so
                if self._write(running):
                    running.cancel.set()

    def _write(self, running: Running, **values: Any) -> bool:
        """Write a job's row; return whether it shall stop."""
        values |= {"done": running.done, "total": running.total, "failures": running.failures,
                   "message": running.message, "rate": running.rate(), "heartbeat": time.time(),
                   "result": json.dumps(running.result)}  # fmt: skip
        with self._catalogue.writing() as connection:
            statement = update(tables.jobs).where(j.id == running.id).values(**values).returning(j.cancel)
            return bool(connection.execute(statement).scalar())

    def _row(self, number: int) -> Any:
        with self._catalogue.reading() as connection:
            row = connection.execute(select(tables.jobs).where(j.id == number)).first()
        if row is None:
            raise NotFoundError(f"There is no job {number}: it never was, or is long over and forgotten.")
        return row

    def _find_interrupted(self) -> None:
        """Mark the unfinished jobs whose process has died."""
        with self._catalogue.reading() as connection:
            query = select(j.id, j.owner, j.heartbeat).where(j.state.in_(UNFINISHED))
            dead = [row.id for row in connection.execute(query) if not self._is_alive(row)]
        if dead:
            with self._catalogue.writing() as connection:
                ended = {"state": "interrupted", "finished": func.coalesce(j.finished, j.heartbeat)}
                connection.execute(update(tables.jobs).where(j.id.in_(dead), j.state.in_(UNFINISHED)).values(**ended))

    def _is_alive(self, row: Any) -> bool:
        machine, _, process = row.owner.rpartition(" ")
        if row.owner == self._owner:
            with self._lock:
                return row.id in self._running or time.time() - row.heartbeat < BEAT_S * 5
        silent = time.time() - row.heartbeat > SILENT_S
        return not silent and (machine != self._machine or _lives(int(process)))


def _lives(process: int) -> bool:
    """Return whether a process of this machine is alive."""
    if os.name == "nt":  # signal 0 would end it there; the heartbeat has to do
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _forget_old(connection: Connection) -> None:
    newest = select(j.id).order_by(j.id.desc()).offset(KEPT).limit(1).scalar_subquery()  # the first too many
    connection.execute(tables.jobs.delete().where(j.id <= newest, ~or_(*(j.state == s for s in UNFINISHED))))


def _job(row: Any) -> Job:
    running = row.state == "running"
    left = (row.total - row.done) / row.rate if running and row.rate > 0 and row.total else None
    return Job(
        id=row.id,
        kind=row.kind,
        title=row.title,
        state=row.state,
        done=row.done,
        total=row.total or None,
        failures=row.failures,
        rate=row.rate if row.rate > 0 else None,
        seconds_left=left,
        message=row.message,
        created=moment(row.created),
        started=None if row.started is None else moment(row.started),
        finished=None if row.finished is None else moment(row.finished),
        error=row.error or None,
        result=json.loads(row.result),
        arguments=json.loads(row.arguments),
    )
