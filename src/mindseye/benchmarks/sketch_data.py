"""Reads what sketch search is measured on: photos and drawings of the same things, listed in a split.csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mindseye.errors import DataError

SPLIT = "split.csv"
COLUMNS = {"kind": ("photo", "sketch"), "split": ("train", "test"), "zero_shot": ("seen", "unseen")}
HELP = (
    f"give a folder with {SPLIT} (columns path, kind: photo or sketch, category, photo_id, split: train or test, "
    "zero_shot: seen or unseen), such as a part of the Sketchy database, and the pictures beside it"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or a drawing of something; `photo_id` is the photo it is or was drawn after, "" where nobody knows."""

    name: str  # as the list has it, relative to the folder
    path: Path
    category: str
    photo_id: str
    unseen: bool  # whether models that learned from the rest of the list have never met its category


@dataclass(frozen=True, slots=True)
class Pairs:
    """The test photos and the test drawings of a folder, in the order of the list."""

    photos: tuple[Picture, ...]
    sketches: tuple[Picture, ...]


def read_pairs(folder: Path) -> Pairs:
    """Return the test part of a folder. Raises DataError, in one sentence, for another layout or a missing picture."""
    rows = _rows(folder)
    found: dict[str, list[Picture]] = {"photo": [], "sketch": []}
    for number, row in enumerate(rows, start=2):
        for column, allowed in COLUMNS.items():
            if row[column] not in allowed:
                wrong = f"Line {number} of {folder / SPLIT} has {row[column]!r} for {column}"
                raise DataError(f"{wrong}; it must be {' or '.join(allowed)}.")
        if row["split"] == "test":
            found[row["kind"]].append(_picture(folder, row, number))
    _check(folder, found["photo"], found["sketch"])
    return Pairs(tuple(found["photo"]), tuple(found["sketch"]))


def _rows(folder: Path) -> list[dict[str, str]]:
    path = folder / SPLIT
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [{name: (value or "").strip() for name, value in row.items() if name} for row in reader]
            columns = reader.fieldnames or ()
    except FileNotFoundError as error:
        raise DataError(f"{folder} has no {SPLIT}: {HELP}.") from error
    except (OSError, UnicodeDecodeError, csv.Error, AttributeError) as error:
        raise DataError(f"{path} cannot be read as a table ({error}): {HELP}.") from error
    if missing := [name for name in ("path", "category", "photo_id", *COLUMNS) if name not in columns]:
        raise DataError(f"{path} lacks the columns {', '.join(missing)}: {HELP}.")
    return rows


def _picture(folder: Path, row: dict[str, str], number: int) -> Picture:
    """Return a picture of the list, which must lie in the folder."""
    name = row["path"]
    leaves = not name or Path(name).is_absolute() or ".." in Path(name).parts
    if leaves or not (folder / name).is_file():
        raise DataError(f"Line {number} of {folder / SPLIT} names {name!r}, which is no picture in {folder}.")
    return Picture(name, folder / name, row["category"], row["photo_id"], row["zero_shot"] == "unseen")


def _check(folder: Path, photos: Sequence[Picture], sketches: Sequence[Picture]) -> None:
    """Raise DataError where nothing can be asked, or a drawing has nothing to find."""
    if not photos or not sketches:
        raise DataError(
            f"{folder / SPLIT} has {len(photos)} photos and {len(sketches)} sketches for testing, of which both are "
            f"needed: {HELP}."
        )
    shown = {(picture.category, picture.unseen) for picture in photos}
    if lost := sorted({one.category for one in sketches if (one.category, one.unseen) not in shown}):
        raise DataError(
            f"{folder / SPLIT} has test sketches of {lost[0]!r} but no test photo that they could find "
            f"({len(lost)} such categories): add photos, or take the sketches out."
        )
