"""Jobs: progress, cancel, failure, interruption; seen by other processes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import update

from mindseye.errors import ModelError, NotFoundError, RequestError
from mindseye.library import jobs as jobs_module
from mindseye.library import tables
from mindseye.library.jobs import KINDS, Running, job_kind
from mindseye.library.library import Library
from mindseye.models.registry import Models


@pytest.fixture
def count():
    """A kind of job that counts to `to`, as slowly as is wanted, and can fail on the way."""

    @job_kind("count", "Counting")
    def work(library: Library, job: Running, arguments: dict) -> None:
        for number in range(arguments["to"]):
            if number == arguments.get("fails_at"):
                raise ModelError("There is no number after this one.")
            if number == arguments.get("breaks_at"):
                raise ZeroDivisionError("oh")
            job.report(number, arguments["to"], failures=number // 10)
            time.sleep(arguments.get("seconds", 0))
        job.report(arguments["to"], arguments["to"])
        job.result = {"counted": arguments["to"]}
        job.message = "Counted."

    yield work
    del KINDS["count"]


def test_a_job_runs_in_a_thread_and_leaves_its_result(library, count):
    job = library.jobs.start("count", to=5)
    assert job.state in ("queued", "running", "done")
    job = library.jobs.wait(job.id)
    assert (job.state, job.done, job.total, job.message, job.error) == ("done", 5, 5, "Counted.", None)
    assert job.result == {"counted": 5}
    assert job.created <= job.started <= job.finished
    assert library.jobs.list()[0] == job


def test_progress_is_seen_while_it_runs(library, count):
    seen = []
    job = library.jobs.run("count", seen.append, to=40, seconds=0.08)
    assert job.state == "done"
    running = [one for one in seen if one.state == "running" and one.done]
    assert running
    assert all(one.total == 40 and 0 < one.done <= 40 for one in running)
    assert any(one.rate and one.seconds_left is not None for one in running)


def test_a_cancelled_job_stops(library, count):
    job = library.jobs.start("count", to=10_000, seconds=0.01)
    library.jobs.cancel(job.id)
    job = library.jobs.wait(job.id)
    assert job.state == "cancelled"
    assert job.done < 10_000
    assert library.jobs.cancel(job.id).state == "cancelled"


def test_another_process_may_cancel(library, settings, count):
    other = Library(settings, Models(settings.home))
    job = library.jobs.start("count", to=10_000, seconds=0.01)
    assert other.jobs.get(job.id).state in ("queued", "running")
    other.jobs.cancel(job.id)
    assert library.jobs.wait(job.id).state == "cancelled"
    other.close()


def test_a_failure_is_one_sentence(library, count):
    job = library.jobs.run("count", to=5, fails_at=3)
    assert (job.state, job.error) == ("failed", "There is no number after this one.")
    job = library.jobs.run("count", to=5, breaks_at=1)
    assert (job.state, job.error) == ("failed", "Counting broke down: ZeroDivisionError: oh.")


def test_what_failed_can_be_done_again(library, count):
    job = library.jobs.run("count", to=5, fails_at=3)
    again = library.jobs.resume(job.id)
    assert (again.id > job.id, again.kind, again.state) == (True, "count", "failed")
    done = library.jobs.run("count", to=1)
    with pytest.raises(RequestError, match="is done, so there is nothing to resume"):
        library.jobs.resume(done.id)


def test_unknown_kinds_and_numbers_are_said(library):
    with pytest.raises(NotFoundError, match="called 'sleep'; known: caption, faces, index, label, move, rebuild"):
        library.jobs.start("sleep")
    with pytest.raises(NotFoundError, match="no job 77"):
        library.jobs.get(77)


def dead_process() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_job_whose_process_died_is_interrupted(library, count):
    job = library.jobs.run("count", to=1)
    owner = f"{library.jobs._machine} {dead_process()}"
    with library.catalogue.writing() as connection:
        connection.execute(update(tables.jobs).values(state="running", owner=owner, heartbeat=time.time()))
    assert library.jobs.get(job.id).state == "interrupted"


def test_a_job_of_another_machine_that_went_silent_is_interrupted(library, count):
    job = library.jobs.run("count", to=1)
    beat = {"state": "running", "owner": "elsewhere 1", "finished": None}
    with library.catalogue.writing() as connection:
        connection.execute(update(tables.jobs).values(heartbeat=time.time(), **beat))
    assert library.jobs.get(job.id).state == "running"
    with library.catalogue.writing() as connection:
        connection.execute(update(tables.jobs).values(heartbeat=time.time() - jobs_module.SILENT_S - 1, **beat))
    assert library.jobs.list()[0].state == "interrupted"


def test_only_so_many_are_remembered(library, count, monkeypatch):
    monkeypatch.setattr(jobs_module, "KEPT", 3)
    for _ in range(6):
        library.jobs.run("count", to=0)
    assert len(library.jobs.list()) == 3


def test_closing_stops_what_runs(settings, count):
    library = Library(settings, Models(settings.home))
    job = library.jobs.start("count", to=10_000, seconds=0.01)
    library.close()
    again = Library(settings, Models(settings.home))
    assert again.jobs.get(job.id).state == "cancelled"
    again.close()


def test_an_exception_of_the_watcher_cancels_and_comes_through(library, count):
    def tired(job):
        if job.state == "running":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.jobs.run("count", tired, to=10_000, seconds=0.01)
    assert library.jobs.list()[0].state == "cancelled"
    assert threading.active_count() < 20
