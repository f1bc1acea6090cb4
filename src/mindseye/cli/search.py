"""mindseye search"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path

import click

from mindseye import images
from mindseye.app import MindsEye
from mindseye.cli.shell import mindseye_of, print_json, print_table
from mindseye.errors import RequestError
from mindseye.library.records import Filter
from mindseye.library.search import Answer, Query
from mindseye.library.terms import Kind, Note, Term, parse_term
from mindseye.types import Box


@click.command()
@click.argument("terms", nargs=-1, metavar="[PICTURE…]")
@click.option("--words", "texts", multiple=True, metavar="TEXT", help="What they show, in English or 中文.")
@click.option("--sketch", "sketches", multiple=True, metavar="DRAWING", help="A drawing of what to find.")
@click.option(
    "--not", "unlike", multiple=True, metavar="PICTURE", help="Not like this one; may be given several times."
)
@click.option("--without", "unwanted", multiple=True, metavar="TEXT", help="What they shall not show, in words.")
@click.option("-k", "k", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many hits.")
@click.option("--space", help="The descriptor to compare photos by; `sketch` with --sketch, else `photo`.")
@click.option("--rerank", help="A re-ranking method, or `none`; the usual one when absent.")
@click.option("--verify", is_flag=True, help="Check the best hits point by point.")
@click.option("--box", help="Only this region of the (one) picture: x1,y1,x2,y2 in px.")
@click.option("--cutoff", type=click.FloatRange(-1, 1), help="Leave out hits that score less.")
@click.option("--folder", help="Only pictures below this folder, as the library shows it.")
@click.option("--label", help="Only pictures that show this: a label or a group, as `dog` or `cats-dogs:dog`.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only pictures from this day on.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Only pictures up to this day.")
@click.option("--distance", "by_distance", is_flag=True, help="Print Euclidean distances instead of scores.")
@click.option("--paths", "only_paths", is_flag=True, help="Print only the files' paths, one a line, for a pipe.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def search(
    context: click.Context,
    terms: tuple[str, ...],
    texts: tuple[str, ...],
    sketches: tuple[str, ...],
    unlike: tuple[str, ...],
    unwanted: tuple[str, ...],
    k: int,
    space: str | None,
    rerank: str | None,
    verify: bool,
    box: str | None,
    cutoff: float | None,
    folder: str | None,
    label: str | None,
    since: datetime | None,
    until: datetime | None,
    by_distance: bool,
    only_paths: bool,
    as_json: bool,
) -> None:
    """Find pictures of the library by PICTURE: a file, or #12 for the library's number 12; by words, or by a drawing.

    Several are mixed: `2:beach.jpg --words "a dog" --not car.jpg` looks for both, the beach twice as much, away from
    the car.
    """
    eye = mindseye_of(context)
    if not terms and not sketches and not texts:
        raise click.UsageError("Name a picture to search by, a drawing with --sketch, or words with --words.")
    if box and (len(terms) + len(sketches) + len(unlike) != 1 or texts or unwanted):
        raise click.UsageError("--box is for a query of one picture.")
    days = (since.date() if since else None, until.date() if until else None)
    where = Filter(folder, *days, label=label)
    asked = (
        *(_term(eye, text, 1, _box(box)) for text in terms),
        *(_term(eye, text, 1, _box(box), "sketch") for text in sketches),
        *(_term(eye, text, -1, None) for text in unlike),
        *(_words(text, 1) for text in texts),
        *(_words(text, -1) for text in unwanted),
    )
    answer = eye.search(Query(asked, space, rerank, verify, k, cutoff, where))
    for note in answer.notes:
        click.echo(f"mindseye: {_said(note, asked[note.term])}", err=True)
    if as_json:
        print_json(dataclasses.asdict(answer))
    elif only_paths:
        for hit in answer.hits:
            click.echo(eye.library.location(hit.picture.id))
    else:
        _print(answer, by_distance)
        _offer_filling(eye, answer)


def _term(eye: MindsEye, text: str, sign: int, box: Box | None, kind: Kind = "photo") -> Term:
    weight, name = parse_term(text)
    weight *= sign
    if name.startswith("#") and name[1:].isdigit():
        return Term(picture=int(name[1:]), name=name, weight=weight, box=box, kind=kind)
    return Term(rgb=images.read(Path(name), eye.settings.image_limits), name=name, weight=weight, box=box, kind=kind)


def _words(text: str, sign: int) -> Term:
    weight, said = parse_term(text)
    return Term(text=said, name=said, weight=sign * weight, kind="words")


def _said(note: Note, term: Term) -> str:
    """Return a note in a sentence."""
    if note.code == "photo-not-sketch":
        return f"{term.name} is a photo, no sketch: searched as a photo."
    words = ", ".join(note.words)
    if note.code == "words-as-text":
        return f"The model does not know {words}: looked for in captions, labels and names alone."
    return f"Not understood, and in no caption, label or name: {words}."


def _box(text: str | None) -> Box | None:
    if text is None:
        return None
    try:
        x1, y1, x2, y2 = (float(part) for part in text.split(","))
        return Box(x1, y1, x2, y2)
    except ValueError as error:
        raise RequestError(f"--box {text!r} is no region: give x1,y1,x2,y2 in px with x1 < x2 and y1 < y2.") from error


def _print(answer: Answer, by_distance: bool) -> None:
    if answer.looks_like:
        likest = ", ".join(f"{label.name} {label.probability:.0%}" for label in answer.looks_like[:3])
        click.echo(f"It looks like: {likest}")
    numbers = [hit.distance if by_distance else hit.score for hit in answer.hits]
    by_words = any(hit.matched for hit in answer.hits)
    rows = [
        [
            f"{number:.3f}",
            hit.band,
            *([", ".join(hit.matched)] if by_words else []),
            f"#{hit.picture.id}",
            hit.picture.path,
        ]
        for number, hit in zip(numbers, answer.hits, strict=True)
    ]
    if not rows:
        click.echo("Nothing found: nothing is indexed here, or the filter and the cut-off leave nothing.")
        return
    found_in = ["found in"] if by_words else []
    print_table(["distance" if by_distance else "score", "match", *found_in, "number", "picture"], rows)
    if all(hit.band == "none" for hit in answer.hits):
        click.echo(f"Nothing here matches: no picture reaches {answer.weak:.2f}; these are merely the nearest.")
    ms = ", ".join(f"{name} {value:.0f}" for name, value in answer.timings_ms.items())
    click.echo(
        f"{answer.considered} pictures compared by {' and '.join(answer.spaces)}, re-ranking {answer.rerank}; ms: {ms}"
    )


def _offer_filling(eye: MindsEye, answer: Answer) -> None:
    """Say so where pictures could not be found because they have no vector in a space yet."""
    summary = eye.library.summary()
    vectors = {status.name: status.vectors for status in summary.spaces}
    for space in answer.spaces:
        if (filled := vectors.get(space, 0)) < summary.pictures:
            click.echo(
                f"mindseye: {summary.pictures - filled:,} of {summary.pictures:,} pictures have not been looked at for "
                f"{space} yet: `mindseye index --space {space}` does it once.",
                err=True,
            )
