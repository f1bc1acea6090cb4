"""mindseye digits|letters"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any

import click

from mindseye import images
from mindseye.app import SheetAnswer
from mindseye.cli import SOME_FAILED
from mindseye.cli.shell import mindseye_of, print_json, print_table
from mindseye.errors import ImageError
from mindseye.models.registry import Model
from mindseye.tasks.marks import GlyphReading


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--model", "names", multiple=True, help="A digit model; may be given several times. All by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and file.")
@click.pass_context
def digits(context: click.Context, files: tuple[Path, ...], names: tuple[str, ...], as_json: bool) -> None:
    """Read handwritten digits in FILES, left to right; names are read from a pipe if none are given."""
    _read(context, "digits", files, names, as_json)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--model", "names", multiple=True, help="A letter model; may be given several times. All by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and file.")
@click.pass_context
def letters(context: click.Context, files: tuple[Path, ...], names: tuple[str, ...], as_json: bool) -> None:
    """Read handwritten capital letters in FILES, left to right; names are read from a pipe if none are given."""
    _read(context, "letters", files, names, as_json)


def _read(context: click.Context, task: str, files: tuple[Path, ...], names: tuple[str, ...], as_json: bool) -> None:
    eye = mindseye_of(context)
    chosen = eye.reading_models(task, names)  # an unknown name is said before any work
    paths = list(files) or [Path(line.rstrip("\n")) for line in _piped()]
    if not paths:
        raise click.UsageError("Give picture files, or pipe their names in.")
    answers: list[tuple[Path, SheetAnswer]] = []
    failed = 0
    for path in paths:
        try:
            answer = eye.read_marks(task, images.read(path, eye.settings.image_limits), names)
        except ImageError as error:
            failed += 1
            click.echo(f"mindseye: {error}", err=True)
            continue
        if as_json:
            print_json({"file": str(path), **_as_json(answer)})
        answers.append((path, answer))
    if answers and not as_json:
        _print(chosen, answers)
    if failed:
        context.exit(SOME_FAILED if answers else 1)


def _piped() -> list[str]:
    return [] if sys.stdin.isatty() else [line for line in sys.stdin if line.strip()]


def _as_json(answer: SheetAnswer) -> dict[str, Any]:
    return {
        "nothing_drawn": not answer.sheet.marks,
        "models": [
            {
                "model": reading.model.card.name,
                "reading": reading.reading,
                "time_ms": round(reading.time_ms, 3),
                "glyphs": [_glyph_as_json(glyph) for glyph in reading.glyphs],
            }
            for reading in answer.readings
        ],
    }


def _glyph_as_json(glyph: GlyphReading) -> dict[str, Any]:
    own = {"label": glyph.label, "digit": glyph.index} if glyph.task == "digits" else {"label": glyph.label}
    return {
        "box": dataclasses.asdict(glyph.box),
        **own,
        "probability": glyph.probability,
        "accepted": glyph.accepted,
        "probabilities": glyph.probabilities,
    }


def _print(models: list[Model], answers: list[tuple[Path, SheetAnswer]]) -> None:
    rows = []
    for path, answer in answers:
        cells = []
        for reading in answer.readings:
            sure = min((glyph.probability for glyph in reading.glyphs), default=None)
            cells.append(f"{reading.reading}  {sure:.0%}" if sure is not None else "nothing drawn")
        rows.append([str(path), *cells])
    print_table(["file", *(model.card.title for model in models)], rows)
