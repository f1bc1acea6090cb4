"""ImageNet's 1,000 classes in everyday words, English and 中文, and the groups that people filter pictures by.

The names and groups were written for this project; imagenet.csv and imagenet_groups.csv are for people to correct. A
correction reaches the library by `mindseye lab backbone`, which writes them into the card of the model.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from mindseye.models.card import LabelGroup

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Names:
    """What a card needs: the names in the order of the network's outputs, and the groups by their places in it."""

    labels: tuple[str, ...]
    labels_zh: tuple[str, ...]
    groups: tuple[LabelGroup, ...]


def names() -> Names:
    """Return the names of the classes and the groups. KeyError for a class in a group that is not listed."""
    classes, listed = _rows("imagenet.csv"), _rows("imagenet_groups.csv")
    members: dict[str, list[int]] = {row["en"]: [] for row in listed}
    for place, row in enumerate(classes):
        for group in filter(None, row["groups"].split("; ")):
            members[group].append(place)
    groups = tuple(LabelGroup(row["en"], row["zh"], tuple(members[row["en"]])) for row in listed)
    return Names(tuple(row["en"] for row in classes), tuple(row["zh"] for row in classes), groups)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
