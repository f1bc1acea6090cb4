"""One writer at a time: a lock on a file, which the operating system lets go when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from mindseye.index.checks import EngineError

PAUSE = 0.02  # seconds between two tries


@contextlib.contextmanager
def writing(path: Path, patience: float) -> Iterator[None]:
    """Hold the lock file `path`; raise EngineError if another writer still holds it after `patience` seconds.

    Two holders exclude each other whether they are threads of one process or two processes.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        until = time.monotonic() + patience
        while not _taken(handle):
            if time.monotonic() >= until:
                raise EngineError(
                    f"Another process has been writing to {path.with_suffix('')} for {patience:g} s: "
                    "wait until it is done, or stop it, and try again."
                )
            time.sleep(PAUSE)
        yield
    finally:
        os.close(handle)  # closing lets go


def _taken(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
