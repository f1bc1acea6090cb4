"""Comparing a place with what the catalogue knows of it: what has to be read, what is unchanged, what has gone."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select, update

from mindseye.library import archives, recording, sources, tables
from mindseye.library.catalogue import Catalogue
from mindseye.library.places import Place
from mindseye.library.recording import Unread
from mindseye.library.sources import Entry, Refused

t, f = tables, tables.files.c
State = tuple[int, int, str]  # size, mtime_ns, state of a file in the catalogue
REFUSED: State = (0, 0, "unreadable")


@dataclass(slots=True)
class Walk:
    """One walk through a place. First `look`, to the end; when all that it gave has been recorded, `finish`."""

    place: Place
    known: dict[str, State]
    gone: set[str]  # known and not seen
    there: bool
    unchanged: int = 0
    archives: list[tuple[Entry, str]] = field(default_factory=list)  # opened, and what is wrong with them
    closed: list[str] = field(default_factory=list)  # folders that could not be listed: what is there is not known

    def look(self, home: Path) -> Iterator[Entry | Unread]:
        """Give the files that are new or have changed, and those that cannot be looked at; never enter `home`."""
        members = _by_archive(self.known) if self.there else {}
        for found in self._around(home) if self.there else ():
            self.gone.discard(found.path)
            if isinstance(found, Refused):
                yield from self._refuse(found)
            elif not self._is_unchanged(found):
                yield from self._open(found) if found.is_archive else [found]
            elif found.is_archive:
                self.gone.difference_update(members.get(found.path, ()))
            else:
                self.unchanged += 1
        self.known = {}
        self.there = self.there and is_there(self.place)  # it may have gone in the middle

    def finish(self, catalogue: Catalogue, connection: Connection) -> tuple[int, int]:
        """Record that archives are read and what has gone; return how many files went and archives are damaged."""
        source = self.place.source
        rows = [recording.archive_row(source, archive, problem) for archive, problem in self.archives]
        recording.put_files(catalogue, connection, rows)
        gone = sorted(path for path in self.gone if not _is_below(path, self.closed))
        recording.drop_files(connection, source, gone)
        values = {"indexed": time.time(), "device": device(self.place.root)}
        connection.execute(update(t.sources).where(t.sources.c.id == source).values(**values))
        return len(gone), sum(row["state"] == "unreadable" for row in rows)

    def _around(self, home: Path) -> Iterator[Entry | Refused]:
        place = self.place
        if place.kind != "files":
            yield from sources.walk(place.root, place.below, self.known, home)
        elif place.below:
            if place.is_named or place.below in self.known:  # else it is a neighbour of the files that were named
                yield from sources.walk(place.root, place.below)
        else:
            for path in [path for path in self.known if "/" not in path]:
                if (found := sources.look_at(place.root, path)) is not None:
                    yield found

    def _is_unchanged(self, found: Entry) -> bool:
        return self.known.get(found.path, REFUSED)[:2] == (found.size, found.mtime_ns)

    def _refuse(self, found: Refused) -> Iterator[Unread]:
        if found.is_folder:
            self.closed.append(found.path)
        if self.known.get(found.path) == REFUSED:
            self.unchanged += 1
        else:
            yield Unread(self.place.source, Entry(self.place.root, found.path, *REFUSED[:2]), found.reason)

    def _open(self, archive: Entry) -> Iterator[Entry]:
        found, problem = sources.members(archive)
        self.archives.append((archive, problem))
        for member in found:
            self.gone.discard(member.path)
            if self._is_unchanged(member):
                self.unchanged += 1
            else:
                yield member


def begin(catalogue: Catalogue, place: Place) -> Walk:
    """Return a walk through a place, with what the catalogue knows of it."""
    query = select(f.path, f.size, f.mtime_ns, f.state).where(f.source_id == place.source)
    if place.below:
        query = query.where((f.path == place.below) | ((f.path > place.below + "/") & (f.path < place.below + "0")))
    with catalogue.reading() as connection:
        known = {path: (size, mtime_ns, state) for path, size, mtime_ns, state in connection.execute(query)}
    return Walk(place, known, set(known), is_there(place))


def is_there(place: Place) -> bool:
    """Return whether a source can be looked through. An empty folder on another drive than before is a mount point
    whose drive is not there."""
    try:
        with os.scandir(place.root) as items:
            is_empty = next(items, None) is None
    except OSError:
        return False
    return not (is_empty and place.device not in (None, device(place.root)))


def device(root: str) -> str | None:
    """Return which drive a folder lies on."""
    try:
        return str(os.stat(root).st_dev)
    except OSError:
        return None


def _by_archive(known: dict[str, State]) -> dict[str, list[str]]:
    """Return the known members of each known archive."""
    members: dict[str, list[str]] = {path: [] for path in known if path.lower().endswith(archives.SUFFIXES)}
    for path in known if members else ():
        parts = path.split("/")
        for i in range(1, len(parts)):
            if (archive := "/".join(parts[:i])) in members:
                members[archive].append(path)
    return members


def _is_below(path: str, folders: list[str]) -> bool:
    return any(not folder or path.startswith(folder + "/") for folder in folders)
