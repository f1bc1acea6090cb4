"""mindseye library status|list|labels|label|failures|folders|remove|restore|forget|rebuild|move|clean

The commands for captions are in `library_captions.py`.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from mindseye.cli.index import job_bar, tell
from mindseye.cli.library_captions import COMMANDS, number_of
from mindseye.cli.shell import mindseye_of, print_json, print_table
from mindseye.errors import NotFoundError
from mindseye.library.labels import labeller
from mindseye.library.library import Library
from mindseye.library.records import ORDERS, Filter, Picture

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def library() -> None:
    """Show what the library holds; take out, bring back, forget, rebuild, move. Files are never touched."""


for command in COMMANDS:
    library.add_command(command)


@library.command()
@as_json_option
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """How many pictures there are, from where, and which spaces are filled."""
    found = _library(context).summary()
    if as_json:
        print_json(dataclasses.asdict(found), indent=1)
        return
    click.echo(
        f"{found.pictures:,} pictures in {found.files:,} files, {_size(found.bytes)}; "
        f"{found.removed:,} removed, {found.unreadable:,} unreadable."
    )
    sources = [
        [
            str(s.id),
            s.kind,
            s.path,
            f"{s.pictures:,}",
            f"{s.unreadable:,}",
            _when(s.indexed),
            "" if s.there else "not there",
        ]
        for s in found.sources
    ]
    print_table(["source", "kind", "place", "pictures", "unreadable", "last read", ""], sources)
    spaces = [[s.name, str(s.dim), f"{s.vectors:,}", f"{s.missing:,}", s.engine] for s in found.spaces]
    print_table(["space", "dims", "vectors", "missing", "engine"], spaces)
    labelled = [[one.model, one.title, f"{one.pictures:,}", f"{one.missing:,}"] for one in found.labels]
    print_table(["labels by", "", "pictures", "missing"], labelled)
    of = found.captions
    click.echo(f"Captions: {of.pictures:,} pictures, {of.by_person:,} by a person, {of.older:,} by an older model; "
               f"{of.missing:,} have none.")  # fmt: skip


@library.command("list")
@click.option("--label", help="Only pictures that show this: a label or a group, as `dog` or `cats-dogs:dog`.")
@click.option("--person", help="Only pictures with a face of this person: a number or a name.")
@click.option("--folder", help="Only pictures below this folder, as the library shows it.")
@click.option("--text", help="Only pictures with this in their file's name.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only pictures from this day on.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Only pictures up to this day.")
@click.option("--order", type=click.Choice(ORDERS), default="newest", show_default=True, help="Which come first.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="At most so many.")
@click.option("--paths", "only_paths", is_flag=True, help="Print only the files' paths, one a line, for a pipe.")
@as_json_option
@click.pass_context
def list_pictures(
    context: click.Context,
    label: str | None,
    person: str | None,
    folder: str | None,
    text: str | None,
    since: datetime | None,
    until: datetime | None,
    order: str,
    limit: int,
    only_paths: bool,
    as_json: bool,
) -> None:
    """The pictures, all or those that a filter means, with what they show."""
    eye = mindseye_of(context)
    known, whose = eye.library, eye.people.find(person).id if person else None
    days = (since.date() if since else None, until.date() if until else None)
    found = known.pictures(Filter(folder, *days, text=text, label=label, person=whose), limit=limit, order=order)
    if only_paths:
        for picture in found.items:
            click.echo(known.location(picture.id))
    elif as_json:
        pictures = [
            {**dataclasses.asdict(one), "labels": [dataclasses.asdict(label) for label in known.labels_of(one.id)]}
            for one in found.items
        ]
        print_json({"total": found.total, "pictures": pictures}, indent=1)
    else:
        print_table(["number", "picture", "shows"], [_row(known, picture) for picture in found.items])
        if found.total > len(found.items):
            click.echo(f"… and {found.total - len(found.items):,} more: raise --limit.")


@library.command("labels")
@click.option("--model", help="Only what this model says.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many in the table.")
@as_json_option
@click.pass_context
def list_labels(context: click.Context, model: str | None, limit: int, as_json: bool) -> None:
    """What the pictures show, as the models say: groups and labels, the most frequent first."""
    found = _library(context).label_counts(model)
    if as_json:
        print_json([dataclasses.asdict(one) for one in found], indent=1)
        return
    rows = [[f"{one.pictures:,}", one.kind, f"{one.model}:{one.name}", one.name_zh] for one in found[:limit]]
    print_table(["pictures", "", "--label", "中文"], rows)
    if len(found) > limit:
        click.echo(f"… and {len(found) - limit:,} more: raise --limit.")


@library.command("label")
@click.option("--model", help="The model that labels; `photo` and those that have labelled before when absent.")
@click.option("--forget", is_flag=True, help="Forget all that --model has said instead.")
@as_json_option
@click.pass_context
def label_pictures(context: click.Context, model: str | None, forget: bool, as_json: bool) -> None:
    """Label the pictures that a model has not looked at. Ctrl+C keeps what is done; the next run goes on from there."""
    known = _library(context)
    if forget:
        if model is None:
            raise click.UsageError("Name the model whose labels shall be forgotten: --model NAME.")
        _changed(known.forget_labels(model), "no longer labelled", as_json)
        return
    if model is not None:
        labeller(known.models, model)  # an unknown name is said before any work
    _run(context, as_json, "label", model=model)


@library.command()
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="At most so many.")
@as_json_option
@click.pass_context
def failures(context: click.Context, limit: int, as_json: bool) -> None:
    """The files that could not be read, with the reasons. Each is tried again when it changes."""
    found = _library(context).failures(limit=limit)
    if as_json:
        print_json(dataclasses.asdict(found), indent=1)
        return
    for failure in found.items:
        click.echo(f"{failure.path}: {failure.reason}")
    if found.total > len(found.items):
        click.echo(f"… and {found.total - len(found.items):,} more: raise --limit.")


@library.command()
@as_json_option
@click.pass_context
def folders(context: click.Context, as_json: bool) -> None:
    """The folders that hold pictures, with how many."""
    found = _library(context).folders()
    if as_json:
        print_json([dataclasses.asdict(folder) for folder in found], indent=1)
        return
    print_table(["folder", "pictures"], [[folder.path, f"{folder.pictures:,}"] for folder in found])


@library.command()
@click.argument("pictures", nargs=-1, required=True)
@as_json_option
@click.pass_context
def remove(context: click.Context, pictures: tuple[str, ...], as_json: bool) -> None:
    """Take PICTURES (numbers or files) out of the library; they stay out until `restore`. Files are not touched."""
    known = _library(context)
    _changed(known.remove([number_of(known, text) for text in pictures]), "removed", as_json)


@library.command()
@click.argument("pictures", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that were removed.")
@as_json_option
@click.pass_context
def restore(context: click.Context, pictures: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Bring removed PICTURES (numbers or files) back."""
    known = _library(context)
    if not pictures and not everything:
        raise click.UsageError("Name the pictures to bring back, or give --all.")
    ids = [number_of(known, text) for text in pictures]
    if everything:
        removed = known.ids(Filter(removed=True))
        ids += [] if removed is None else removed.tolist()
    _changed(known.restore(ids), "restored", as_json)


@library.command()
@click.argument("source")
@as_json_option
@click.pass_context
def forget(context: click.Context, source: str, as_json: bool) -> None:
    """Forget a SOURCE (its number, or its folder) with its pictures. Files are not touched."""
    known = _library(context)
    wanted = str(Path(source).expanduser().resolve())
    numbers = [s.id for s in known.summary().sources if str(s.id) == source or s.path == wanted]
    if not numbers:
        raise NotFoundError(f"There is no source {source!r}; `mindseye library status` lists them.")
    _changed(known.forget_source(numbers[0]), "forgotten", as_json)


@library.command()
@click.option("--space", help="Only this space; all of them when absent.")
@as_json_option
@click.pass_context
def rebuild(context: click.Context, space: str | None, as_json: bool) -> None:
    """Make the vector index anew from the catalogue."""
    _run(context, as_json, "rebuild", space=space)


@library.command()
@click.option(
    "--to", "url", required=True, help="Where to, such as milvus://localhost:19530; `default` for back again."
)
@click.option("--space", default="photo", show_default=True, help="The space to move.")
@as_json_option
@click.pass_context
def move(context: click.Context, url: str, space: str, as_json: bool) -> None:
    """Move a space's vectors to another engine."""
    _run(context, as_json, "move", space=space, to="" if url == "default" else url)


@library.command()
@as_json_option
@click.pass_context
def clean(context: click.Context, as_json: bool) -> None:
    """Throw the cached thumbnails away; they are made again when they are asked for."""
    gone, freed = _library(context).thumbnails.clean()
    if as_json:
        print_json({"files": gone, "bytes": freed})
    else:
        click.echo(f"{gone:,} thumbnails thrown away, {_size(freed)} freed.")


def _library(context: click.Context) -> Library:
    return mindseye_of(context).library


def _row(known: Library, picture: Picture) -> list[str]:
    shown = [f"{one.name} {one.probability:.0%}" for one in known.labels_of(picture.id)]
    return [f"#{picture.id}", picture.path, ", ".join(shown)]


def _changed(count: int, word: str, as_json: bool) -> None:
    if as_json:
        print_json({"changed": count})
    else:
        click.echo(f"{count:,} {'picture' if count == 1 else 'pictures'} {word}.")


def _run(context: click.Context, as_json: bool, kind: str, **arguments: Any) -> None:
    with job_bar(shown=not as_json) as told:
        job = _library(context).jobs.run(kind, told, **arguments)
    tell(job, as_json)


def _when(moment: Any) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else "never"


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
