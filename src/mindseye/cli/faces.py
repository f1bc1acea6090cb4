"""mindseye faces: find them, compare them; who they are is in cli/people.py"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from mindseye import images
from mindseye.app import ComparedFaces, MindsEye
from mindseye.cli import SOME_FAILED
from mindseye.cli.face_options import given, looking
from mindseye.cli.people import find, look, people
from mindseye.cli.shell import mindseye_of, print_json, print_table
from mindseye.errors import ImageError
from mindseye.tasks.faces.comparison import BestPair
from mindseye.tasks.faces.face import Attributes, Face
from mindseye.tasks.faces.look import Look
from mindseye.types import RGB

VERDICTS = {
    "same_picture": "the same picture",
    "same": "the same person",
    "probably_same": "probably the same person",
    "unsure": "perhaps the same person: not sure",
    "different": "different people",
    "no_face": "no face to compare",
}


@click.group()
def faces() -> None:
    """Find, describe, compare and name faces. Nothing leaves this machine."""


for command in (find, look, people):
    faces.add_command(command)


@faces.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@looking
@click.option("--no-attributes", is_flag=True, help="Only where the faces are.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and file.")
@click.pass_context
def detect(
    context: click.Context, /, files: tuple[Path, ...], no_attributes: bool, as_json: bool, **options: float | None
) -> None:
    """Find every face in FILES: box, age, gender, smile, pose, blur, quality."""
    eye, rows, failed = mindseye_of(context), [], 0
    for path in files:
        try:
            found = eye.look_for_faces(_read(eye, path), given(options), not no_attributes)
        except ImageError as error:
            failed += 1
            click.echo(f"mindseye: {error}", err=True)
            continue
        if as_json:
            print_json({"file": str(path)} | _as_json(found))
        rows += [[str(path), *_row(face, told)] for face, told in zip(found.faces, found.attributes, strict=True)]
        if not found.faces and not as_json:
            click.echo(f"{path}: no face{_nearest(found.nearest_score)}")
    if rows and not as_json:
        print_table(["file", "box", "score", "age", "gender", "smile", "yaw, pitch, roll", "blur", "quality"], rows)
    if failed:
        context.exit(SOME_FAILED if failed < len(files) else 1)


@faces.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@looking
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def compare(context: click.Context, /, first: Path, second: Path, as_json: bool, **options: float | None) -> None:
    """Compare every face of FIRST with every face of SECOND: do they show the same person?"""
    eye = mindseye_of(context)
    compared = eye.compare_faces(_read(eye, first), _read(eye, second), given(options))
    found = compared.comparison
    if as_json:
        print_json({"files": [str(first), str(second)]} | _compared(compared))
        return
    click.echo(f"{VERDICTS[found.verdict]}{_confidence(found.best)}")
    for path, side in ((first, found.picture1), (second, found.picture2)):
        if not side.faces:
            click.echo(f"{path}: no face{_nearest(side.nearest_score)}")
    if found.best is not None:
        columns = [f"face {number + 1} of {second.name}" for number in range(len(found.picture2.faces))]
        rows = [[f"face {n + 1} of {first.name}", *(f"{x:.1f}" for x in row)] for n, row in enumerate(found.matrix)]
        print_table(["similarity", *columns], rows)
    for one in found.false_accepts:
        mark = " (extrapolated)" if one.is_extrapolated else ""
        click.echo(f"{one.confidence:5.1f}  passed by {one.rate} of pairs of different people{mark}")
    click.echo(f"Measured on {compared.calibrated_on}.")


def _read(eye: MindsEye, path: Path) -> RGB:
    return images.read(path, eye.settings.image_limits)


def _nearest(score: float | None) -> str:
    return "" if score is None else f"; --min-score {score:.2f} would find one"


def _confidence(best: BestPair | None) -> str:
    return "" if best is None else f": {best.confidence:.1f} of 100"


def _row(face: Face, told: Attributes | None) -> list[str]:
    box = face.box
    where = f"{box.x1:.0f} {box.y1:.0f} {box.x2:.0f} {box.y2:.0f}"
    if told is None:
        return [where, f"{face.score:.2f}", *[""] * 6]
    return [
        where,
        f"{face.score:.2f}",
        f"{told.age.years:.0f} ({told.age.low:.0f} to {told.age.high:.0f})",
        f"{told.gender.name} {told.gender.confidence:.2f}",
        f"{told.smile.value:.0f}{' yes' if told.smile.is_over else ' no'}",
        f"{told.pose.yaw:+.0f}° {told.pose.pitch:+.0f}° {told.pose.roll:+.0f}°",
        f"{told.blur.value:.0f}{' blurred' if told.blur.is_over else ''}",
        f"{told.quality.value:.0f}{'' if told.quality.is_over else ' low'}",
    ]


def _as_json(look: Look) -> dict[str, Any]:
    return {
        "faces": [
            dataclasses.asdict(face) | {"attributes": told and dataclasses.asdict(told)}
            for face, told in zip(look.faces, look.attributes, strict=True)
        ],
        "nearest_score": look.nearest_score,
        "models": look.models,
        "timings_ms": look.timings_ms,
    }


def _compared(compared: ComparedFaces) -> dict[str, Any]:
    found = compared.comparison
    return {
        "verdict": found.verdict,
        "confidence": found.best and found.best.confidence,
        "best": found.best and dataclasses.asdict(found.best),
        "matrix": found.matrix.tolist(),
        "faces": [[dataclasses.asdict(face) for face in side.faces] for side in (found.picture1, found.picture2)],
        "thresholds": [dataclasses.asdict(one) for one in found.false_accepts],
        "calibrated_on": compared.calibrated_on,
        "picture_likeness": found.picture_likeness,
        "models": compared.models,
        "timings_ms": found.timings_ms,
    }
