"""mindseye caption"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from mindseye import images
from mindseye.chinese import to_chinese
from mindseye.cli import SOME_FAILED
from mindseye.cli.shell import mindseye_of, print_json
from mindseye.errors import ImageError
from mindseye.tasks import caption as task
from mindseye.tasks.caption import Caption, Described
from mindseye.tasks.caption_animation import KINDS, animation
from mindseye.types import RGB

NOTES = {
    "blank": "there is nothing to see",
    "dark": "it is too dark to see much",
    "text": "it looks like a page of text",
    "drawing": "it looks like a drawing or a page of text, no photo",
}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--count", type=click.IntRange(1, task.MOST), default=1, show_default=True, help="How many sentences.")
@click.option("--beam", type=click.IntRange(1, task.MOST), default=3, show_default=True,
              help="Sentences followed at a time; 1 is quickest.")  # fmt: skip
@click.option("--start", default="", metavar="WORDS", help="How the sentences begin, as in `a black dog`.")
@click.option("--model", default=task.TASK, show_default=True, help="The model that describes.")
@click.option("--zh", is_flag=True, help="Also in 中文, by a dictionary and rules (experimental).")
@click.option("--attention", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Write a moving picture of where the model looked for each word into this folder.")  # fmt: skip
@click.option("--format", "kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="Of --attention.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and file.")
@click.pass_context
def caption(
    context: click.Context, files: tuple[Path, ...], count: int, beam: int, start: str, model: str, zh: bool,
    folder: Path | None, kind: str, as_json: bool,
) -> None:  # fmt: skip
    """Say what FILES show, each in a sentence; names of files are read from a pipe if none are given."""
    eye = mindseye_of(context)
    task.caption_model(eye.models, model)  # an unknown name is said before any work
    paths = list(files) or _piped()
    if not paths:
        raise click.UsageError("Give picture files, or pipe their names in.")
    failed = 0
    for path in paths:
        started = time.perf_counter()
        try:
            rgb = images.read(path, eye.settings.image_limits)
        except ImageError as error:
            failed += 1
            click.echo(f"mindseye: {error}", err=True)
            continue
        found = eye.describe(rgb, count, beam, start, model)
        milliseconds = 1000 * (time.perf_counter() - started)
        written = _animate(rgb, found.captions[0], path, folder, kind) if folder else None
        if as_json:
            print_json(_as_json(path, model, found, milliseconds, written))
        else:
            _print(path, found, zh, count)
    if failed:
        context.exit(SOME_FAILED if failed < len(paths) else 1)


def _piped() -> list[Path]:
    return [] if sys.stdin.isatty() else [Path(line.rstrip("\n")) for line in sys.stdin if line.strip()]


def _animate(rgb: RGB, best: Caption, path: Path, folder: Path, kind: str) -> Path:
    """Write the moving picture beside those of the other files; one that is there from before is not overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    moving, number = animation(rgb, best, kind), 1
    while True:
        written = folder / (f"{path.name}.{kind}" if number == 1 else f"{path.name} ({number}).{kind}")
        try:
            with written.open("xb") as file:
                file.write(moving)
        except FileExistsError:
            number += 1
            continue
        return written


def _print(path: Path, found: Described, zh: bool, count: int) -> None:
    """Print the sentences of one file, and what speaks against them."""
    doubt = NOTES.get(found.note) or ("" if found.sure else "the model is not sure")
    click.echo(f"{path}: {found.captions[0].text}{f'  (may be wrong: {doubt})' if doubt else ''}")
    for place, one in enumerate(found.captions):
        if place:
            click.echo(f"  {one.text}")
        if zh:
            click.echo(f"  {to_chinese([word.text for word in one.words]).text}")
        if count > 1:
            click.echo(f"    log-probability {one.log_probability:.2f}, confidence {one.confidence:.0%}")


def _as_json(path: Path, model: str, found: Described, milliseconds: float, written: Path | None) -> dict[str, Any]:
    return {
        "file": str(path),
        "model": model,
        "sure": found.sure,
        "note": found.note,
        "captions": [_caption_json(one) for one in found.captions],
        "attention": None if written is None else str(written),
        "milliseconds": round(milliseconds, 3),
    }


def _caption_json(one: Caption) -> dict[str, Any]:
    chinese = to_chinese([word.text for word in one.words])
    return {
        "text": one.text,
        "text_zh": chinese.text,
        "sure_zh": chinese.sure,
        "log_probability": one.log_probability,
        "confidence": one.confidence,
        "words": [
            {"text": word.text, "probability": word.probability, "attention": word.attention.round(6).tolist()}
            for word in one.words
        ],
        "words_zh": [{"text": text, "word": place} for text, place in chinese.alignment],
    }
