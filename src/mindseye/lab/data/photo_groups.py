"""Photographs in groups: those of one class, or the views of one and the same photograph.

Groups for validation share no picture and no class with those for training: what counts is whether a descriptor holds
for things it has never seen.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mindseye.errors import DataError
from mindseye.types import Ids

HELP = (
    "lay there sketchy125/split.csv with its photos, flickr8k/captions.jsonl with its images, catsdogs/training_set, "
    "or a folder for each of at least 5 groups, with 2 pictures or more in each"
)
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
HELD = 5  # of plain folders, every fifth group is for validation


@dataclass(frozen=True, slots=True)
class Source:
    """Pictures of one origin and one part. `by_class` is False where a group is one picture and its views."""

    name: str
    part: str  # "train" or "validation"
    by_class: bool
    paths: tuple[Path, ...]
    groups: Ids  # (n,)

    @property
    def key(self) -> str:
        return f"{self.name}-{self.part}"


def first(source: Source, most: int) -> Source:
    """Return the first pictures of a source without classes; one with classes as it is."""
    if source.by_class or len(source.paths) <= most:
        return source
    return replace(source, paths=source.paths[:most], groups=source.groups[:most])


def load_groups(folder: Path) -> list[Source]:
    """Return all sources found in a folder, training parts first; DataError says what may lie there."""
    found = [source for load in (_sketchy, _flickr, _catsdogs) for source in load(folder)] or _folders(folder)
    parts = {source.part for source in found if len(source.paths)}
    if parts != {"train", "validation"}:
        raise DataError(f"{folder} holds no pictures in groups for training and for validation: {HELP}.")
    return sorted(found, key=lambda source: source.part != "train")


def _sketchy(folder: Path) -> list[Source]:
    """Photographs by category; the 21 categories that zero-shot tests leave out are for validation, whole."""
    place = folder / "sketchy125"
    if not (place / "split.csv").is_file():
        return []
    with (place / "split.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "photo"]
    keep: dict[str, Callable[[dict[str, str]], bool]] = {
        "train": lambda row: row["zero_shot"] == "seen" and row["split"] == "train",
        "validation": lambda row: row["zero_shot"] == "unseen",
    }
    return [
        _by_class("sketchy125", part, [(place / row["path"], row["category"]) for row in rows if kept(row)])
        for part, kept in keep.items()
    ]


def _flickr(folder: Path) -> list[Source]:
    """Photographs without classes, each a group with its own views, by the official parts."""
    place = folder / "flickr8k"
    if not (place / "captions.jsonl").is_file():
        return []
    rows = [json.loads(line) for line in (place / "captions.jsonl").read_text(encoding="utf-8").splitlines()]
    sources = []
    for split, part in (("train", "train"), ("val", "validation")):
        paths = tuple(place / "images" / row["image"] for row in rows if row["split"] == split)
        sources.append(Source("flickr8k", part, False, paths, np.arange(len(paths), dtype=np.int64)))
    return sources


def _catsdogs(folder: Path) -> list[Source]:
    place = folder / "catsdogs" / "training_set"
    if not place.is_dir():
        return []
    return [_by_class("catsdogs", "train", [(path, path.parent.name) for path in _pictures(place)])]


def _folders(folder: Path) -> list[Source]:
    """A person's own groups: one folder each."""
    groups = [(path, path.parent.name) for path in _pictures(folder)]
    names = sorted({name for _, name in groups})
    held = set(names[HELD - 1 :: HELD])
    return [
        _by_class("folders", part, [(path, name) for path, name in groups if (name in held) == (part == "validation")])
        for part in ("train", "validation")
    ]


def _pictures(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*/*")) if path.suffix.lower() in SUFFIXES]


def _by_class(name: str, part: str, items: Sequence[tuple[Path, str]]) -> Source:
    labels = sorted({label for _, label in items})
    groups = np.array([labels.index(label) for _, label in items], np.int64)
    return Source(name, part, True, tuple(path for path, _ in items), groups)
