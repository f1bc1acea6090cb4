"""The training bar: epoch, batch, loss, time left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mindseye.lab.train import Progress as Step


@contextmanager
def training_bar() -> Iterator[Callable[[Step], None]]:
    """Give a function that draws each reported step on stderr; the time left is that of the whole run."""
    columns = (
        TextColumn("epoch {task.fields[epoch]}/{task.fields[epochs]}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("loss {task.fields[loss]:.4f}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, epoch=0, epochs=0, loss=float("nan"))

        def draw(step: Step) -> None:
            done = (step.epoch - 1) * step.batches + step.batch
            total = step.epochs * step.batches
            bar.update(task, completed=done, total=total, epoch=step.epoch, epochs=step.epochs, loss=step.loss)

        yield draw
