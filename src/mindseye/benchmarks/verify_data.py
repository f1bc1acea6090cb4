"""Pairs of faces in the layout of LFW: `images/NAME/NAME_0001.jpg` and `pairs.txt`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mindseye.benchmarks.labelled_pictures import PICTURE_SUFFIXES
from mindseye.errors import DataError

LAYOUT = "it needs images/NAME/NAME_0001.jpg and pairs.txt, as LFW has them"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures by their places in `Faces.pictures`, whether they show one person, and the fold, from 0."""

    first: int
    second: int
    is_same: bool
    fold: int


@dataclass(frozen=True, slots=True)
class Faces:
    """All pictures of the set, in order, with who is on each; and the pairs to be told apart."""

    pictures: tuple[Path, ...]
    people: tuple[str, ...]
    pairs: tuple[Pair, ...]


def read_faces(folder: Path) -> Faces:
    """Return what lies in a folder of LFW's layout. Raises DataError that says what is missing, or the line."""
    if not (folder / "images").is_dir() or not (folder / "pairs.txt").is_file():
        raise DataError(f"{folder} has no images and pairs: {LAYOUT}.")
    files = [
        path
        for path in sorted((folder / "images").glob("*/*"))
        if path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".")
    ]
    places = {(path.parent.name, path.stem): place for place, path in enumerate(files)}
    try:
        text = (folder / "pairs.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{folder / 'pairs.txt'} cannot be read: {error}.") from error
    return Faces(tuple(files), tuple(path.parent.name for path in files), _pairs(text, places))


def _pairs(text: str, places: dict[tuple[str, str], int]) -> tuple[Pair, ...]:
    """Read the list: first `folds` and `pairs` of a kind, then each fold's pairs of one person and its other pairs."""
    head, *lines = [line.split() for line in text.splitlines() if line.strip()] or [[]]
    try:
        folds, count = map(int, head)
    except ValueError:
        raise DataError(
            "pairs.txt must begin with the number of folds and of pairs of a kind, like `10 300`."
        ) from None
    if folds < 2 or len(lines) != 2 * folds * count:
        raise DataError(
            f"pairs.txt promises {folds} folds of twice {count} pairs and has {len(lines)} lines of them; there must "
            "be two folds or more, for each one's threshold is chosen on the others."
        )
    return tuple(_pair(words, places, number // (2 * count), number) for number, words in enumerate(lines))


def _pair(words: list[str], places: dict[tuple[str, str], int], fold: int, number: int) -> Pair:
    """Read `NAME 1 2`, one person, or `NAME 1 OTHER 2`."""
    if len(words) not in (3, 4):
        raise DataError(
            f"Pair {number + 1} of pairs.txt is {' '.join(words)!r}: NAME 1 2 or NAME 1 OTHER 2 is expected."
        )
    first, second = (words[0], words[1]), (words[-2] if len(words) == 4 else words[0], words[-1])
    found = []
    for name, index in (first, second):
        stem = f"{name}_{int(index):04d}" if index.isdecimal() else index
        if (name, stem) not in places:
            raise DataError(f"Pair {number + 1} of pairs.txt names {name}/{stem}, which is not below images.")
        found.append(places[name, stem])
    return Pair(found[0], found[1], len(words) == 3, fold)
