"""Jobs that keep the library in order: a space's index made anew, or moved to another engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mindseye.library.jobs import Running, job_kind

if TYPE_CHECKING:
    from mindseye.library.library import Library


@job_kind("rebuild", "Rebuilding the index")
def rebuild(library: Library, job: Running, arguments: dict[str, Any]) -> None:
    """Make the index of the space `space` anew from the catalogue; of every space when none is given."""
    names = [arguments["space"]] if arguments.get("space") else [wanted.name for wanted in library.spaces()]
    for name in names:
        library.indexes.rebuild(name, job.report)
    job.message = f"{', '.join(names)}: rebuilt."


@job_kind("move", "Moving vectors")
def move(library: Library, job: Running, arguments: dict[str, Any]) -> None:
    """Move the space `space` to the engine at the URL `to`; an empty one means the engine of the settings."""
    library.indexes.move(arguments["space"], arguments["to"], job.report)
    job.message = f"{arguments['space']}: moved {job.done:,} vectors."
