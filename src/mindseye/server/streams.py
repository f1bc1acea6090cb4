"""Long work over one HTTP reply: progress as JSON lines, cancelled when the client closes the connection."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from flask import Response

from mindseye.errors import MindsEyeError
from mindseye.server.problems import log, problem_of

REPORT_EVERY = 0.2  # seconds

Report = Callable[[int, int], None]


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """Raised inside the work when the client has gone."""


def progress_stream(work: Callable[[Report], dict[str, Any]]) -> Response:
    """Reply with the progress of `work(report)`, then with its result or its problem, as application/x-ndjson."""
    return Response(_lines(work), content_type="application/x-ndjson", headers={"X-Accel-Buffering": "no"})


def _lines(work: Callable[[Report], dict[str, Any]]) -> Iterator[str]:
    told: queue.Queue[dict[str, Any] | None] = queue.Queue()
    gone = threading.Event()
    worker = threading.Thread(target=_run, args=(work, told, gone), daemon=True)
    worker.start()
    try:
        while (line := told.get()) is not None:
            yield json.dumps(line) + "\n"
    finally:
        gone.set()


def _run(
    work: Callable[[Report], dict[str, Any]], told: queue.Queue[dict[str, Any] | None], gone: threading.Event
) -> None:
    started, last, count = time.monotonic(), 0.0, (0, 0)

    def report(done: int, total: int) -> None:
        nonlocal last, count
        if gone.is_set():
            raise Cancelled
        count, now = (done, total), time.monotonic()
        if now - last >= REPORT_EVERY:
            last = now
            left = (now - started) / done * (total - done) if done else None
            told.put({"done": done, "total": total, "seconds_left": left})

    try:
        result = work(report)
        told.put({"done": count[1], "total": count[1], "seconds_left": 0.0, "result": result})
    except Cancelled:
        log.info("Cancelled by the client at %d of %d", *count)
    except MindsEyeError as error:
        told.put({"done": count[0], "total": count[1], "problem": problem_of(error)})
    except Exception as error:
        log.exception("Unexpected error in long work")
        wrapped = MindsEyeError(f"Something went wrong inside ({type(error).__name__}); the server's log says more.")
        told.put({"done": count[0], "total": count[1], "problem": problem_of(wrapped)})
    finally:
        told.put(None)
