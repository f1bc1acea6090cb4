"""Reads what a search is measured on: a ground truth of queries, of classes, or a folder with a sub-folder a label."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mindseye.benchmarks.labelled_pictures import PICTURE_SUFFIXES
from mindseye.errors import DataError
from mindseye.types import Box

TRUTH = "ground_truth.json"
HELP = (
    f"give a folder with images/ and {TRUTH} (`database` and `queries` with query, box, positives and junk, or "
    "`classes`), or one with a sub-folder of pictures for each label"
)


@dataclass(frozen=True, slots=True)
class Query:
    """One question: what must be found (positives) and what may be (junk); all are names of database pictures."""

    name: str
    box: Box | None
    positives: frozenset[str]
    junk: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Collection:
    """Pictures to be ranked and queries; a picture's file is folder / name."""

    folder: Path
    database: tuple[str, ...]
    queries: tuple[Query, ...]
    by_class: bool  # every picture asks for the others of its class

    @property
    def groups_of_four(self) -> bool:
        """Whether each query has three positives, so that UKBench's N-S score means something."""
        return all(len(query.positives) == 3 for query in self.queries)


def read_collection(folder: Path) -> Collection:
    """Return what a folder holds. Raises DataError in one sentence if it is of none of the layouts."""
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder: {HELP}.")
    if not (folder / TRUTH).is_file():
        return _of_classes(folder, _sub_folders(folder))
    try:
        truth: dict[str, Any] = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
        images = folder / "images"
        if "classes" in truth:
            return _of_classes(images, {str(k): [str(n) for n in v] for k, v in truth["classes"].items()})
        database = tuple(str(name) for name in truth["database"])
        return Collection(images, database, tuple(_query(entry, database) for entry in truth["queries"]), False)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{folder / TRUTH} is not a ground truth ({type(error).__name__}: {error}): {HELP}.") from error


def pictures_in(folder: Path) -> list[Path]:
    """Return all picture files of a folder and its sub-folders, in order. DataError if there are none."""
    found = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix.lower() in PICTURE_SUFFIXES]
    if not found:
        raise DataError(f"{folder} holds no pictures that could distract: give a folder with some.")
    return found


def _query(entry: dict[str, Any], database: tuple[str, ...]) -> Query:
    positives, junk = (frozenset(map(str, entry.get(part) or ())) for part in ("positives", "junk"))
    if strange := (positives | junk) - set(database):
        raise ValueError(f"{entry['query']} names {min(strange)}, which is not in the database")
    if not positives:
        raise ValueError(f"{entry['query']} has no positives")
    box = entry.get("box")
    return Query(str(entry["query"]), Box(*map(float, box)) if box else None, positives - {entry["query"]}, junk)


def _of_classes(folder: Path, classes: dict[str, list[str]]) -> Collection:
    """Every picture is a query for the others of its class; a class of one has nothing to ask for."""
    names = [name for members in classes.values() for name in members]
    if len(classes) < 2 or len(names) != len(set(names)):
        raise DataError(f"{folder} does not hold two classes or more, each picture in one of them: {HELP}.")
    queries = tuple(
        Query(name, None, frozenset(members) - {name})
        for members in classes.values()
        for name in members
        if len(members) > 1
    )
    if not queries:
        raise DataError(f"{folder} has no class with two pictures, so there is nothing to find: {HELP}.")
    return Collection(folder, tuple(names), queries, True)


def _sub_folders(folder: Path) -> dict[str, list[str]]:
    labels = sorted(entry for entry in folder.iterdir() if entry.is_dir())
    return {
        label.name: [path.relative_to(folder).as_posix() for path in pictures]
        for label in labels
        if (pictures := [p for p in sorted(label.rglob("*")) if p.suffix.lower() in PICTURE_SUFFIXES])
    }
