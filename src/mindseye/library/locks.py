"""Locks between processes that let go by themselves when their holder dies, even by kill -9."""

from __future__ import annotations

import contextlib
import os
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

PAUSE = 0.2  # seconds between two looks at a lock that somebody else holds


class Locks(Protocol):
    """Gives named locks. Two threads of one process exclude each other as two processes do."""

    def take(self, name: str) -> Callable[[], None] | None:
        """Return what lets the lock go again, or None if somebody else holds it."""


class FileLocks:
    """Locks of the operating system on files in a folder; for a catalogue that lies on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, name: str) -> Callable[[], None] | None:
        path = self._folder / f".{zlib.crc32(name.encode()):08x}.lock"
        number = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _lock_file(number):
            os.close(number)
            return None
        return lambda: os.close(number)  # closing lets go


class PostgresLocks:
    """Advisory locks of PostgreSQL, each on a connection of its own; for a catalogue that several machines share."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def take(self, name: str) -> Callable[[], None] | None:
        connection = self._engine.connect()
        key = zlib.crc32(name.encode())
        if connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s, %s)", (LOCK_CLASS, key - 2**31)).scalar():
            return lambda: connection.invalidate() or connection.close()  # ends the session, and the lock with it
        connection.close()
        return None


LOCK_CLASS = 0x6579  # "ey": ours among the advisory locks of a database


def _lock_file(number: int) -> bool:
    """Lock an open file for this descriptor alone; False if it is locked already."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def held(locks: Locks, name: str, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold a lock; while somebody else does, call `waiting` again and again, which may raise to give up."""
    release = locks.take(name)
    while release is None:
        waiting()
        time.sleep(PAUSE)
        release = locks.take(name)
    try:
        yield
    finally:
        release()
