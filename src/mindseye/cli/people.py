"""mindseye faces find|look|people: who the faces of the library are, and who a face could be."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from mindseye import images
from mindseye.cli.face_options import given, looking
from mindseye.cli.index import job_bar, tell
from mindseye.cli.shell import mindseye_of, print_json, print_table
from mindseye.people.people import People
from mindseye.people.records import Answer, Candidate, Done

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@click.argument("picture", type=click.Path(path_type=Path))
@click.option("--top", type=click.IntRange(1, 50), default=3, show_default=True, help="How many candidates a face.")
@click.option("--unnamed", is_flag=True, help="Also among the library's faces that nobody has named.")
@click.option("--set", "sets", multiple=True, help="Also in this face set; may be given several times.")
@looking
@as_json_option
@click.pass_context
def find(
    context: click.Context,
    /,
    picture: Path,
    top: int,
    unnamed: bool,
    sets: tuple[str, ...],
    as_json: bool,
    **options: float | None,
) -> None:
    """Say who the faces in PICTURE could be, of the people of the library."""
    eye = mindseye_of(context)
    rgb = images.read(picture, eye.settings.image_limits)
    answer = eye.people.search(rgb, given(options), top, unnamed=unnamed, facesets=sets)
    if as_json:
        print_json(dataclasses.asdict(answer))
        return
    if not answer.faces:
        near = answer.nearest_score
        click.echo(f"{picture}: no face" + ("" if near is None else f"; --min-score {near:.2f} would find one"))
        return
    print_table(["face", "box", "could be", "confidence", "means", "likest face"], _rows(answer))
    if not answer.considered:
        click.echo(
            "Nobody is known here yet: `mindseye faces look`, then name people in the studio or by `people name`."
        )


@click.command()
@click.option("--again", is_flag=True, help="Every picture anew, as after new models; whose the faces are stays.")
@click.option("--off", is_flag=True, help="Instead: do not look at new pictures any more; what is known stays.")
@as_json_option
@click.pass_context
def look(context: click.Context, again: bool, off: bool, as_json: bool) -> None:
    """Look for faces in the library's pictures; from then on also in those that are indexed later.

    Ctrl+C keeps what is done; the next run goes on from there.
    """
    eye = mindseye_of(context)
    if off:
        eye.people.switch(False)
        print_json({"on": False}) if as_json else click.echo("New pictures are not looked at for faces any more.")
        return
    if again:
        eye.people.look_again()
    with job_bar(shown=not as_json) as told:
        job = eye.library.jobs.run("faces", told)
    tell(job, as_json)


@click.group()
def people() -> None:
    """The people of the library: list, show, name, merge, forget. PERSON is a number or a name."""


@people.command()
@as_json_option
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """How far the library's faces are known."""
    found = _people(context).status()
    if as_json:
        print_json(dataclasses.asdict(found))
        return
    click.echo(f"{found.faces:,} faces in {found.pictures:,} pictures; {found.missing:,} pictures were not looked at.")
    click.echo(
        f"People: {found.people:,}; their named faces: {found.named:,}; groups without a name: {found.groups:,}; "
        f"suggestions: {found.suggestions:,}; forgotten faces: {found.forgotten:,}."
    )
    click.echo("New pictures are looked at." if found.on else "New pictures are not looked at: `mindseye faces look`.")


@people.command("list")
@click.option("--text", help="Only people with this in their name.")
@click.option("--hidden", is_flag=True, help="Those that are hidden instead of those that are not.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="At most so many.")
@as_json_option
@click.pass_context
def list_people(context: click.Context, text: str | None, hidden: bool, limit: int, as_json: bool) -> None:
    """The people, those with the most faces first."""
    page = _people(context).list(text, hidden, limit=limit)
    if as_json:
        print_json({"total": page.total, "people": [dataclasses.asdict(one) for one in page.items]})
        return
    rows = [[f"#{one.id}", one.name or "–", f"{one.pictures:,}", f"{one.faces:,}", f"{one.confirmed:,}"]
            for one in page.items]  # fmt: skip
    print_table(["number", "name", "pictures", "faces", "confirmed"], rows)
    if page.total > len(page.items):
        click.echo(f"… and {page.total - len(page.items):,} more: raise --limit.")


@people.command()
@click.argument("person")
@click.option("--paths", "only_paths", is_flag=True, help="Print only the pictures' paths, one a line, for a pipe.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="At most so many faces.")
@as_json_option
@click.pass_context
def show(context: click.Context, person: str, only_paths: bool, limit: int, as_json: bool) -> None:
    """A person with their faces and the pictures these are in."""
    eye = mindseye_of(context)
    one = eye.people.find(person)
    page = eye.people.faces(one.id, limit=limit)
    if only_paths:
        for number in dict.fromkeys(face.picture for face in page.items):
            click.echo(eye.library.location(number))
    elif as_json:
        print_json({"person": dataclasses.asdict(one), "faces": [dataclasses.asdict(face) for face in page.items]})
    else:
        click.echo(f"#{one.id} {one.name or '–'}: {one.faces:,} faces in {one.pictures:,} pictures")
        rows = [[f"{face.id}", f"#{face.picture}", eye.library.picture(face.picture).path, face.decided or ""]
                for face in page.items]  # fmt: skip
        print_table(["face", "picture", "file", "decided by"], rows)


@people.command()
@click.option("--least", type=click.IntRange(1), default=2, show_default=True, help="Only of so many faces or more.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@as_json_option
@click.pass_context
def groups(context: click.Context, least: int, limit: int, as_json: bool) -> None:
    """Groups of faces that nobody has named, the largest first."""
    eye = mindseye_of(context)
    page = eye.people.groups(least, limit=limit)
    if as_json:
        print_json({"total": page.total, "groups": [dataclasses.asdict(one) for one in page.items]})
        return
    rows = [[f"{one.id}", f"{one.count:,}", eye.library.picture(one.faces[0].picture).path] for one in page.items]
    print_table(["group", "faces", "for example in"], rows)


@people.command()
@click.argument("group", type=int)
@click.argument("name")
@as_json_option
@click.pass_context
def name(context: click.Context, group: int, name: str, as_json: bool) -> None:
    """Say that the faces of GROUP are NAME, who may be known already."""
    known = _people(context)
    there = next((one for one in known.list(name).items if one.name.casefold() == name.casefold()), None)
    _tell(known.confirm(there.id, groups=[group]) if there else known.create(name, groups=[group]), as_json)


@people.command()
@click.argument("person")
@click.argument("name")
@as_json_option
@click.pass_context
def rename(context: click.Context, person: str, name: str, as_json: bool) -> None:
    """Give PERSON another NAME."""
    known = _people(context)
    _tell(known.change(known.find(person).id, name=name), as_json)


@people.command()
@click.argument("person")
@click.option("--show", "shown", is_flag=True, help="Show them again.")
@as_json_option
@click.pass_context
def hide(context: click.Context, person: str, shown: bool, as_json: bool) -> None:
    """Leave PERSON out of lists and suggestions."""
    known = _people(context)
    _tell(known.change(known.find(person).id, hidden=not shown), as_json)


@people.command()
@click.argument("person")
@click.argument("others", nargs=-1, required=True)
@as_json_option
@click.pass_context
def merge(context: click.Context, person: str, others: tuple[str, ...], as_json: bool) -> None:
    """Make OTHERS part of PERSON, who keeps the name."""
    known = _people(context)
    _tell(known.merge(known.find(person).id, [known.find(other).id for other in others]), as_json)


@people.command()
@as_json_option
@click.pass_context
def undo(context: click.Context, as_json: bool) -> None:
    """Take back the newest thing that was done to people; again for the one before."""
    done = _people(context).undo()
    if as_json:
        print_json({"operation": done and dataclasses.asdict(done)})
    else:
        click.echo(f"Undone: {done.words}" if done else "There is nothing to undo.")


@people.command()
@click.argument("person", required=False)
@click.option("--everything", is_flag=True, help="Every face and every person, and look for no more.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json_option
@click.pass_context
def forget(context: click.Context, person: str | None, everything: bool, yes: bool, as_json: bool) -> None:
    """Delete PERSON with the vectors of their faces, for ever. Pictures are not touched."""
    if (person is None) == (not everything):
        raise click.UsageError("Name a person, or give --everything.")
    known = _people(context)
    one = known.find(person) if person is not None else None
    meant = (
        "every face and every person" if one is None else f"{one.name or f'person {one.id}'} and {one.faces:,} faces"
    )
    if not yes:
        click.confirm(f"Forget {meant}? This cannot be undone.", abort=True, err=True)
    gone = known.forget_everything() if one is None else known.delete(one.id)
    print_json(dataclasses.asdict(gone)) if as_json else click.echo(gone.words)


def _people(context: click.Context) -> People:
    return mindseye_of(context).people


def _tell(done: Done, as_json: bool) -> None:
    if as_json:
        print_json(dataclasses.asdict(done))
        return
    click.echo(done.operation.words if done.operation else "Nothing has changed.")
    for refused in done.refused:
        click.echo(f"mindseye: {refused.reason}", err=True)


def _rows(answer: Answer) -> list[list[str]]:
    found = []
    for place, one in enumerate(answer.faces, start=1):
        box = one.face.box
        where = f"{box.x1:.0f} {box.y1:.0f} {box.x2:.0f} {box.y2:.0f}"
        for candidate in one.candidates:
            confidence = f"{candidate.confidence:.1f}"
            likest = f"face {candidate.face}, picture #{candidate.picture}" if candidate.face else ""
            words = candidate.verdict.replace("_", " ")
            found.append([str(place), where, _called(candidate), confidence, words, likest])
        if not one.candidates:
            found.append([str(place), where, "", "", "", ""])
    return found


def _called(candidate: Candidate) -> str:
    if candidate.faceset is not None:
        return f"{candidate.external_id} of {candidate.faceset}"
    person = candidate.person
    return "somebody unnamed" if person is None else person.name or f"#{person.id}"
