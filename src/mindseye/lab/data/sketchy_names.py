"""What Sketchy's categories are called, in English and in 中文; a category of somebody's own keeps its name."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

LIST = Path(__file__).parent.parent / "sketchy.csv"


def english(name: str) -> str:
    """Return the English word for a category such as `car_(sedan)`."""
    return _names().get(name, (name.replace("_", " "), ""))[0]


def chinese(name: str) -> str:
    """Return the Chinese word for a category; its own name where there is none."""
    return _names().get(name, ("", name.replace("_", " ")))[1]


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return {row["name"]: (row["english"], row["chinese"]) for row in csv.DictReader(file)}
