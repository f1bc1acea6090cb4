"""mindseye index"""

from __future__ import annotations

import dataclasses
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mindseye.cli import SOME_FAILED
from mindseye.cli.shell import mindseye_of, print_json
from mindseye.errors import MindsEyeError
from mindseye.library.jobs import Job
from mindseye.library.library import Library
from mindseye.library.sources import to_text

SHOWN = 5  # failures that are shown at once


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--watch", is_flag=True, help="Then follow the folders and index what changes, until Ctrl+C.")
@click.option("--space", "spaces", multiple=True, help="Also fill this vector space; may be given several times.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object; with --watch, one a line for each change."
)
@click.pass_context
def index(context: click.Context, paths: tuple[Path, ...], watch: bool, spaces: tuple[str, ...], as_json: bool) -> None:
    """Read folders, pictures, .tar and .zip PATHS into the library; all known ones again when none are given.

    Only what is new or has changed is read. Ctrl+C stops, keeps what is done, and the next run goes on from there.
    """
    library = mindseye_of(context).library
    library.use_spaces(spaces)  # an unknown name is said before any work
    for path in paths:
        library.add_source(path)
    if not library.summary().sources:
        raise click.UsageError("Nothing has been indexed yet: name a folder, as in `mindseye index ~/Pictures`.")
    if watch:
        _follow(library, paths, spaces, as_json)
        return
    with job_bar(shown=not as_json) as told:
        wanted = {"paths": [to_text(str(path.absolute())) for path in paths], "space": list(spaces)}
        job = library.jobs.run("index", told, **wanted)
    show(library, job, as_json)
    wait_for_followers(library, job, as_json)
    if job.failures:
        context.exit(SOME_FAILED if job.failures < job.done else 1)
    if job.result.get("missing_sources"):
        context.exit(SOME_FAILED)


def wait_for_followers(library: Library, job: Job, quiet: bool) -> None:
    """Wait until the jobs are over that another one started, such as looking for faces in what was indexed."""
    for number in job.result.get("followed_by", []):
        with job_bar(shown=not quiet) as told:
            library.jobs.wait(number, told)


def _follow(library: Library, paths: tuple[Path, ...], spaces: tuple[str, ...], as_json: bool) -> None:
    from mindseye.library.watching import watch

    def told(job: Job) -> None:
        if job.is_over and (job.done or not has_said):
            has_said.append(job.id)
            show(library, job, as_json)
            click.echo("Watching; Ctrl+C ends it.", err=True)

    def end(number: int, frame: object) -> None:
        stop.set()
        raise KeyboardInterrupt

    has_said: list[int] = []
    stop = threading.Event()
    signal.signal(signal.SIGINT, end)
    watch(library, paths, spaces, stop, told)
    raise KeyboardInterrupt  # one that came where Python lets none through, as in a finaliser, has only set `stop`


def show(library: Library, job: Job, as_json: bool) -> None:
    """Print how a job of indexing ended. Raises its error."""
    if job.state == "failed":
        raise MindsEyeError(job.error or "It failed.")
    if as_json:
        print_json({**dataclasses.asdict(job), "summary": dataclasses.asdict(library.summary())})
        return
    click.echo(f"{job.message} The library has {library.summary().pictures:,} pictures.")
    for place in job.result.get("missing_sources", []):
        click.echo(f"mindseye: {place} is not there (is its drive connected?); its pictures stay.", err=True)
    if job.failures:
        for failure in library.failures(limit=min(SHOWN, job.failures)).items:
            click.echo(f"mindseye: {failure.reason}", err=True)
        if job.failures > SHOWN:
            click.echo(f"mindseye: {job.failures - SHOWN} more; all of them: `mindseye library failures`.", err=True)


def tell(job: Job, as_json: bool) -> None:
    """Print how a job ended. Raises its error."""
    if job.state == "failed":
        raise MindsEyeError(job.error or "It failed.")
    if as_json:
        print_json(dataclasses.asdict(job))
    else:
        click.echo(job.message)


@contextmanager
def job_bar(shown: bool = True) -> Iterator[Callable[[Job], None]]:
    """Give a function that draws how far a job is: a bar with rate, time left and failures, on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[more]}"))
    console = Console(stderr=True)
    is_drawn = shown and console.is_terminal
    with Progress(*columns, console=console, disable=not is_drawn, transient=True) as progress:
        bar = progress.add_task("", total=None, more="")
        said: list[str] = []

        def told(job: Job) -> None:
            waiting = job.message if not job.is_over else ""
            if waiting and shown and not is_drawn and waiting not in said:
                said.append(waiting)
                click.echo(waiting, err=True)
            progress.update(bar, description=waiting or job.title, completed=job.done, total=job.total, more=_more(job))

        yield told
    sys.stderr.flush()


def _more(job: Job) -> str:
    parts = [f"{job.rate:.0f} a second"] if job.rate else []
    if job.seconds_left is not None:
        minutes, seconds = divmod(round(job.seconds_left), 60)
        parts.append(
            f"{minutes // 60}:{minutes % 60:02}:{seconds:02} left" if minutes >= 60 else f"{minutes}:{seconds:02} left"
        )
    parts += [f"{job.failures:,} unreadable"] if job.failures else []
    return ", ".join(parts)
