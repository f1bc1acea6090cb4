"""What the commands share: the MindsEye object, tables, progress bars, JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from mindseye.app import MindsEye
from mindseye.settings import load_settings

Report = Callable[[int, int], None]


def mindseye_of(context: click.Context, **given: Any) -> MindsEye:
    """Return the MindsEye of this command: options win over the environment, which wins over mindseye.toml."""
    return MindsEye(load_settings(os.environ, home=context.find_root().obj["home"], **given))


def print_json(value: Any, indent: int | None = None) -> None:
    """Print a value as JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent, default=str))


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]], title: str | None = None) -> None:
    """Print a table; columns of numbers are set flush right."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, box=SIMPLE_HEAD, title_justify="left")
    for column, name in enumerate(head):
        numeric = all(row[column][:1].isdigit() or row[column] in ("", "–") for row in rows)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    console = Console()
    (console if console.is_terminal else Console(width=200)).print(table)


@contextmanager
def progress_bar(words: str, shown: bool = True) -> Iterator[Report]:
    """Give a `report(done, total)` that draws a bar with rate and time left on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not (shown and console.is_terminal), transient=True) as progress:
        bar = progress.add_task(words, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)
