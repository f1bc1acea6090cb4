"""mindseye library caption|captions|sidecars"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from mindseye.cli.index import job_bar, tell
from mindseye.cli.shell import mindseye_of, print_json, print_table
from mindseye.library import captions as rows
from mindseye.library.library import Library
from mindseye.library.records import PictureCaption
from mindseye.tasks import caption as task

WRITTEN_BY = {"model": "", "person": "you"}


@click.command("caption")
@click.argument("pictures", nargs=-1)
@click.option("--again", is_flag=True, help="Also those that another version of the model has described.")
@click.option("--model", default=task.TASK, show_default=True, help="The model that describes.")
@click.option("--set", "text", metavar="TEXT", help="Write this about the one PICTURE instead; no model overwrites it.")
@click.option("--forget", is_flag=True, help="Forget what you wrote about PICTURES, else what the model said.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def caption_pictures(
    context: click.Context, pictures: tuple[str, ...], again: bool, model: str, text: str | None, forget: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Describe PICTURES (numbers or files) that have no caption, or all such. Ctrl+C keeps what is done."""
    known = mindseye_of(context).library
    numbers = [number_of(known, one) for one in pictures]
    if text is not None or forget:
        if not numbers or (text is not None and (forget or len(numbers) != 1)):
            raise click.UsageError("--set is for one picture, --forget for some, and not both: name them.")
        changed = [known.forget_caption(n) if text is None else known.write_caption(n, text) for n in numbers]
        _show_changed(numbers, changed, as_json)
        return
    task.caption_model(known.models, model)  # an unknown name is said before any work
    with job_bar(shown=not as_json) as told:
        job = known.jobs.run("caption", told, model=model, again=again, pictures=numbers or None)
    tell(job, as_json)


@click.command("captions")
@click.option("--csv", "path", type=click.Path(path_type=Path), help="Write all of them into this file; - prints them.")
@click.option("--by", type=click.Choice(list(WRITTEN_BY)), help="Only those that a model, or that a person wrote.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="At most so many are shown.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def list_captions(context: click.Context, path: Path | None, by: str | None, limit: int, as_json: bool) -> None:
    """The captions of the library, as a table or as a CSV file."""
    known = mindseye_of(context).library
    if path is not None:
        with click.open_file(str(path), "wb", atomic=str(path) != "-") as file:
            file.writelines(lines.encode() for lines in known.captions_csv())
        if str(path) != "-":
            click.echo(f"{rows.count(known.catalogue):,} captions written into {path}.")
        return
    found = _first(known, by, limit)
    if as_json:
        print_json([dataclasses.asdict(one) for one in found], indent=1)
        return
    shown = known.pictures_of([one.picture for one in found])
    print_table(
        ["number", "caption", "", "picture"],
        [[f"#{one.picture}", one.text, _who(one), shown[one.picture].path] for one in found if one.picture in shown],
    )


@click.command("sidecars")
@click.option("--replace", is_flag=True, help="Also where a sidecar has a description that was not written from here.")
@click.option("--unsure", is_flag=True, help="Also the sentences that the model is not sure of.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def write_sidecars(context: click.Context, replace: bool, unsure: bool, as_json: bool) -> None:
    """Write the captions beside the pictures, as XMP that other programs read. The pictures are not touched."""
    with job_bar(shown=not as_json) as told:
        job = mindseye_of(context).library.jobs.run("sidecars", told, replace=replace, unsure=unsure)
    tell(job, as_json)


COMMANDS = (caption_pictures, list_captions, write_sidecars)


def number_of(known: Library, text: str) -> int:
    """Return a picture's number from `12`, `#12` or a file's path."""
    plain = text.removeprefix("#")
    return known.picture(int(plain)).id if plain.isdigit() else known.find(Path(text))


def _first(known: Library, by: str | None, limit: int) -> list[PictureCaption]:
    found: list[PictureCaption] = []
    for page in rows.pages(known.catalogue):
        found += [one for one in page if by in (None, one.by)]
        if len(found) >= limit:
            break
    return found[:limit]


def _who(one: PictureCaption) -> str:
    return "unsure" if one.by == "model" and not one.sure else WRITTEN_BY[one.by]


def _show_changed(numbers: list[int], changed: list[PictureCaption | None], as_json: bool) -> None:
    if as_json:
        print_json([None if one is None else dataclasses.asdict(one) for one in changed], indent=1)
        return
    for number, one in zip(numbers, changed, strict=True):
        click.echo(f"#{number}: {one.text if one else 'no caption.'}")
