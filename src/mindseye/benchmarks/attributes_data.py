"""Reads what face attributes are measured on: a labels.csv beside pictures of one face each."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mindseye.errors import DataError

LABELS = "labels.csv"
PICTURES = "images"
ANGLES = ("yaw", "pitch", "roll")
ATTRIBUTES = ("age", "gender", "smile", *ANGLES)
GENDERS = ("female", "male")
DEFAULT_PART = "val"
SMILES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
MALE = {"female": False, "f": False, "male": True, "m": True}  # numbers mean either, depending on whose they are
HELP = (
    f"give a folder with {LABELS} (columns image and any of {', '.join(ATTRIBUTES)}) and the pictures in {PICTURES}/ "
    "or beside it"
)


@dataclass(frozen=True, slots=True)
class LabelledFace:
    """A picture of one face and what is known about it; None where nothing is.

    `age` in years, `smile` true or false, angles in radians with the signs of the data set, `group` any word by which
    errors are told apart.
    """

    name: str
    path: Path
    age: float | None = None
    gender: str | None = None
    smile: bool | None = None
    yaw: float | None = None
    pitch: float | None = None
    roll: float | None = None
    group: str = ""


def read_labels(folder: Path, part: str | None = None) -> tuple[list[LabelledFace], str]:
    """Return the labelled faces of one part of a folder and the part's name, "" for all of it.

    The parts are the values of the column `split`. Without `part`, it is `val` where there is such a part, else all.
    Raises DataError for a folder of another layout, a label that is none, or a part that is not there.
    """
    rows = _rows(folder)
    parts = sorted({row["split"] for row in rows if row.get("split")})
    if part is not None and part not in parts:
        known = ", ".join(parts) if parts else "no column `split`"
        raise DataError(f"{folder / LABELS} has no part {part!r}: it has {known}.")
    chosen = part or (DEFAULT_PART if DEFAULT_PART in parts else "")
    kept = [(number, row) for number, row in enumerate(rows, start=2) if not chosen or row.get("split") == chosen]
    return [_face(folder, row, number) for number, row in kept], chosen


def _rows(folder: Path) -> list[dict[str, str]]:
    path = folder / LABELS
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows, columns = list(reader), reader.fieldnames or ()
    except FileNotFoundError as error:
        raise DataError(f"{folder} has no {LABELS}: {HELP}.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read as a table ({error}): {HELP}.") from error
    if "image" not in columns or not set(columns) & set(ATTRIBUTES) or not rows:
        raise DataError(f"{path} has {len(rows)} rows with the columns {', '.join(columns) or 'none'}: {HELP}.")
    return rows


def _face(folder: Path, row: dict[str, str], number: int) -> LabelledFace:
    def known(column: str) -> str | None:
        return (row.get(column) or "").strip() or None

    try:
        angles = {name: float(word) for name in ANGLES if (word := known(name)) is not None}
        age = float(word) if (word := known("age")) is not None else None
        smile = _one_of(word.lower(), SMILES) if (word := known("smile")) is not None else None
        gender = GENDERS[_one_of(word.lower(), MALE)] if (word := known("gender")) is not None else None
        if not all(math.isfinite(v) for v in (*angles.values(), age or 0.0)):
            raise ValueError("a number that is not finite")
    except ValueError as error:
        raise DataError(f"Line {number} of {folder / LABELS} has a label that is none ({error}).") from error
    name, group = known("image") or "", known("group") or known("race") or ""
    return LabelledFace(name, _picture(folder, name, number), age, gender, smile, group=group, **angles)


def _one_of(word: str, words: dict[str, bool]) -> bool:
    if word not in words:
        raise ValueError(f"{word!r} is none of {', '.join(words)}")
    return words[word]


def _picture(folder: Path, name: str, number: int) -> Path:
    """Return where a picture lies: in `images`, or beside the labels; never outside the folder."""
    leaves = Path(name).is_absolute() or ".." in Path(name).parts
    places = [] if leaves or not name else [folder / PICTURES / name, folder / name]
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        raise DataError(f"Line {number} of {folder / LABELS} names {name!r}, which is no picture of that folder.")
    return found


def told(faces: Sequence[LabelledFace]) -> list[str]:
    """Return which attributes any of the faces has a label for."""
    return [name for name in ATTRIBUTES if any(getattr(face, name) is not None for face in faces)]
