"""mindseye classify"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any

import click

from mindseye import images
from mindseye.cli import SOME_FAILED
from mindseye.cli.shell import mindseye_of, print_json, print_table
from mindseye.errors import ImageError
from mindseye.tasks.classify import Naming

NONE = "none of these"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--model", "names", multiple=True, help="A classifying model; may be given several times. `photo` else.")
@click.option("--top", type=click.IntRange(1, 1000), default=3, show_default=True, help="How many labels.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and file.")
@click.pass_context
def classify(context: click.Context, files: tuple[Path, ...], names: tuple[str, ...], top: int, as_json: bool) -> None:
    """Name what FILES show; names of files are read from a pipe if none are given."""
    eye = mindseye_of(context)
    chosen = [model.card.name for model in eye.classifying_models(names or ["photo"])]  # said before any work
    paths = list(files) or [Path(line.rstrip("\n")) for line in _piped()]
    if not paths:
        raise click.UsageError("Give picture files, or pipe their names in.")
    rows: list[list[str]] = []
    failed = 0
    for path in paths:
        try:
            found = eye.classify(images.read(path, eye.settings.image_limits), chosen, top)
        except ImageError as error:
            failed += 1
            click.echo(f"mindseye: {error}", err=True)
            continue
        if as_json:
            print_json({"file": str(path), "models": [_as_json(one) for one in found]})
        rows.append([str(path), *(_words(one) for one in found)])
    if rows and not as_json:
        print_table(["file", *chosen], rows)
    if failed:
        context.exit(SOME_FAILED if rows else 1)


def _piped() -> list[str]:
    return [] if sys.stdin.isatty() else [line for line in sys.stdin if line.strip()]


def _words(found: Naming) -> str:
    """Return such as "tabby cat 81%, tiger cat 12%", with "none of these" before what is not accepted."""
    listed = ", ".join(f"{label.name} {label.probability:.0%}" for label in found.labels)
    return listed if found.accepted else f"{NONE} ({listed})"


def _as_json(found: Naming) -> dict[str, Any]:
    chinese = found.model.card.labels_zh
    return {
        "model": found.model.card.name,
        "version": found.model.card.version,
        "accepted": found.accepted,
        "likeness": found.likeness,
        "labels": [
            {**dataclasses.asdict(label), "name_zh": chinese[label.index] if chinese else None}
            for label in found.labels
        ],
        "groups": [dataclasses.asdict(group) for group in found.groups],
        "time_ms": round(found.time_ms, 3),
    }
