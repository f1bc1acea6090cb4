"""Following folders: what changes in them is indexed as it comes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mindseye.library import sources
from mindseye.library.jobs import Job

if TYPE_CHECKING:
    from mindseye.library.library import Library

QUIET_MS = 1600  # changes are gathered until nothing has come for this long
MANY = 500  # changed paths, above which the sources are looked through whole


def watch(
    library: Library,
    paths: Sequence[Path],
    spaces: Sequence[str] = (),
    stop: threading.Event | None = None,
    told: Callable[[Job], None] = lambda job: None,
) -> None:
    """Index the paths (all known sources when none are given), then follow them until `stop` is set, or Ctrl+C.

    `told` hears of every job: while it runs, and once more when it is over. Nothing that changes meanwhile is missed:
    watching begins before the first look.
    """
    import watchfiles

    stop = stop or threading.Event()
    watched = [str(path.resolve()) for path in paths] or [s.path for s in library.summary().sources if s.there]
    wanted = {"paths": [sources.to_text(str(path)) for path in paths], "space": list(spaces)}
    follow = watchfiles.watch(
        *watched, watch_filter=_is_ours, debounce=QUIET_MS, stop_event=stop, rust_timeout=500, yield_on_timeout=True
    )
    has_looked = False
    for changes in follow:  # the first round begins to watch, and comes back with nothing or with changes
        if not has_looked:
            told(library.jobs.run("index", told, **wanted))
            has_looked = True
        elif changes:
            changed = sorted({os.path.normpath(path) for _, path in changes})
            narrow = {"changed": [sources.to_text(path) for path in changed], "fill": False}
            told(library.jobs.run("index", told, **(narrow if len(changed) <= MANY else wanted)))


def _is_ours(_change: object, path: str) -> bool:
    """Return whether a changed path may matter: a picture, an archive, or what was or is a folder; nothing hidden."""
    name = os.path.basename(path)
    return not sources.is_ignored(name) and (sources.wanted(name) or not os.path.isfile(path))


def outermost(paths: Iterable[str]) -> list[str]:
    """Return the paths that lie in none of the others."""
    found: list[str] = []
    for path in sorted(paths, key=lambda text: text.split("/")):
        if not found or not (path == found[-1] or path.startswith(found[-1].rstrip("/") + "/")):
            found.append(path)
    return found
