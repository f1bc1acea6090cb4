"""mindseye teach"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from mindseye.app import MindsEye
from mindseye.cli.index import job_bar
from mindseye.cli.lab import need_torch
from mindseye.cli.shell import mindseye_of, print_json, print_table
from mindseye.errors import MindsEyeError, RequestError
from mindseye.library.sources import to_text
from mindseye.teach.records import LessonReport
from mindseye.teach.teaching import KIND, classes_of

SHOWN = 10  # mistakes and refused files


@click.command()
@click.argument("name", required=False)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--title", help="What people see instead of NAME.")
@click.option("--fine-tune", is_flag=True, help="Also let the backbone's last blocks learn (needs PyTorch).")
@click.option("--epochs", type=click.IntRange(1, 200), default=12, show_default=True, help="Of fine-tuning.")
@click.option("--delete", is_flag=True, help="Delete the lesson NAME with its models; pictures stay.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def teach(
    context: click.Context,
    name: str | None,
    folder: Path | None,
    title: str | None,
    fine_tune: bool,
    epochs: int,
    delete: bool,
    as_json: bool,
) -> None:
    """Teach a model NAME the classes in FOLDER: one sub-folder of pictures for each class.

    Without FOLDER, NAME is taught again from its examples; without NAME, the lessons are listed.
    """
    eye = mindseye_of(context)
    if name is None:
        _list(eye, as_json)
    elif delete:
        count = eye.lessons.delete(name)
        print_json({"deleted": count}) if as_json else click.echo(f"{name} is deleted, with {count} examples.")
    else:
        if fine_tune:
            need_torch()  # said before any work
        number = _teach(eye, name, folder, title, as_json)
        if fine_tune:
            _fine_tune(eye, name, epochs, as_json)
        _tell(eye, name, number, as_json)


def _teach(eye: MindsEye, name: str, folder: Path | None, title: str | None, as_json: bool) -> int:
    """Teach a lesson and return the job's number."""
    arguments = {"lesson": name}
    if folder is not None:
        whole = to_text(str(folder.expanduser().absolute()))
        classes_of(whole)  # a folder without classes is said before a lesson is begun
        arguments["folder"] = whole
        if name not in eye.lessons.names():
            eye.lessons.begin(title or name, name)
    elif name not in eye.lessons.names():
        raise RequestError(f"There is no lesson called {name!r} yet: give a folder, `mindseye teach {name} FOLDER`.")
    if title:
        eye.lessons.rename(name, title)
    with job_bar(shown=not as_json) as told:
        job = eye.library.jobs.run(KIND, told, **arguments)
    for sentence in job.result.get("refused", [])[:SHOWN]:
        click.echo(f"mindseye: {sentence}", err=True)
    if job.state == "failed":
        raise MindsEyeError(job.error or "It failed.")
    return job.id


def _fine_tune(eye: MindsEye, name: str, epochs: int, quiet: bool) -> None:
    from mindseye.lab.fine_tuning import fine_tune
    from mindseye.lab.progress import training_bar

    if quiet:
        fine_tune(eye, name, epochs)
        return
    with training_bar() as told:
        fine_tune(eye, name, epochs, told)


def _tell(eye: MindsEye, name: str, number: int, as_json: bool) -> None:
    """Print the newest report of a lesson, and what is wrong with its examples."""
    lesson, report = eye.lessons.get(name), eye.lessons.report(name)
    for warning in lesson.warnings:
        click.echo(f"mindseye: {warning.detail}", err=True)
    if as_json:
        print_json({"job": number, **json.loads(json.dumps(dataclasses.asdict(report)))})
    else:
        _print(name, report)


def _list(eye: MindsEye, as_json: bool) -> None:
    found = eye.lessons.list()
    if as_json:
        print_json([dataclasses.asdict(lesson) for lesson in found])
    elif not found:
        click.echo("No lesson yet: `mindseye teach NAME FOLDER`, with one sub-folder of pictures for each class.")
    else:
        rows = [
            [one.name, str(one.classes), str(one.examples), one.version or "–",
             "–" if one.accuracy is None else f"{one.accuracy:.1%}", "changed since" if one.stale else ""]
            for one in found
        ]  # fmt: skip
        print_table(["lesson", "classes", "examples", "version", "accuracy", ""], rows)


def _print(name: str, report: LessonReport) -> None:
    rows = [
        [one.name, str(one.examples), f"{one.recall:.1%}", "–" if one.precision is None else f"{one.precision:.1%}"]
        for one in report.classes
    ]
    print_table(["class", "examples", "found", "right when said"], rows)
    click.echo(
        f"{name} {report.version}: {report.accuracy:.1%} right on examples that were held back "
        f"(95 % sure of {report.accuracy_low:.1%} to {report.accuracy_high:.1%}), in {report.seconds:.1f} s."
    )
    for mistake in report.mistakes[:SHOWN]:
        click.echo(
            f"  example {mistake.example}: {mistake.truth} taken for {mistake.answer} ({mistake.probability:.0%})"
        )
    for sentence in report.advice:
        click.echo(sentence)
    click.echo(f"Try it: mindseye classify PHOTO --model {name}")
