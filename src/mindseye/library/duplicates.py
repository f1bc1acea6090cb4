"""Near-duplicates: groups of pictures that look the same, with the one that is best to keep. Nothing is deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.library.library import Library
from mindseye.library.records import Picture
from mindseye.types import Ids, Vectors

LEAST = 0.96  # none of 4.5 million pairs of different pictures scored as much in the space `layout` (docs/search.md)
BLOCK = 512  # rows that are compared at once


@dataclass(frozen=True, slots=True)
class Group:
    """Pictures that look the same as `best`, the one to keep, which stands first."""

    ids: tuple[int, ...]
    best: int
    reason: str
    least_score: float


@dataclass(frozen=True, slots=True)
class Duplicates:
    """All groups, the largest first."""

    groups: tuple[Group, ...]
    least: float
    compared: int


def find_duplicates(
    library: Library,
    space: str,
    least: float = LEAST,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Duplicates:
    """Compare all pictures of a space with each other. `report` may raise to stop."""
    ids = library.ids_in(space)
    vectors = library.vectors(space, ids)
    pairs = close_pairs(vectors, least, report)
    groups: list[Group] = []
    for rows in joined(pairs, len(ids)):
        groups += split(library.pictures_of([int(ids[row]) for row in rows]), ids, vectors, rows, least)
    groups.sort(key=lambda group: (-len(group.ids), group.best))
    return Duplicates(tuple(groups), least, len(ids))


def close_pairs(
    vectors: Vectors, least: float, report: Callable[[int, int], None] = lambda done, total: None
) -> NDArray[np.int64]:
    """Return the row numbers (m, 2) of all pairs whose cosine is at least `least`, the smaller number first."""
    found = [np.zeros((0, 2), np.int64)]
    for start in range(0, len(vectors), BLOCK):
        report(start, len(vectors))
        rows, columns = np.nonzero(vectors[start : start + BLOCK] @ vectors[start:].T >= least)
        kept = rows < columns
        found.append(np.stack([rows[kept], columns[kept]], 1) + start)
    return np.concatenate(found)


def joined(pairs: NDArray[np.int64], count: int) -> list[list[int]]:
    """Return the rows that hang together by pairs, each group sorted (union-find, Galler and Fischer 1964)."""
    parent = list(range(count))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = row = parent[parent[row]]
        return row

    for a, b in pairs.tolist():
        parent[max(root(a), root(b))] = min(root(a), root(b))
    members: dict[int, list[int]] = defaultdict(list)
    for row in np.unique(pairs).tolist():
        members[root(row)].append(row)
    return list(members.values())


def best_of(pictures: Sequence[Picture]) -> tuple[Picture, str]:
    """Return the picture to keep and why: the most pixels, then the most bytes, then the one that came first."""
    best = max(pictures, key=lambda p: (p.width * p.height, p.bytes, -p.id))
    others = [p for p in pictures if p.id != best.id]
    if all(p.width * p.height < best.width * best.height for p in others):
        return best, "most pixels"
    rivals = [p for p in others if p.width * p.height == best.width * best.height]
    return best, "least compressed" if all(p.bytes < best.bytes for p in rivals) else "came first"


def split(pictures: dict[int, Picture], ids: Ids, vectors: Vectors, rows: list[int], least: float) -> list[Group]:
    """Return groups in which every picture looks the same as the best one, not merely as the next in a chain."""
    groups, left = [], [row for row in rows if int(ids[row]) in pictures]
    while len(left) > 1:
        best, reason = best_of([pictures[int(ids[row])] for row in left])
        place = next(row for row in left if ids[row] == best.id)
        scores = {row: float(vectors[row] @ vectors[place]) for row in left if row != place}
        alike = sorted((row for row in scores if scores[row] >= least), key=lambda row: -scores[row])
        if alike:
            numbers = (best.id, *(int(ids[row]) for row in alike))
            groups.append(Group(numbers, best.id, reason, min(scores[row] for row in alike)))
        left = [row for row in left if row != place and row not in alike]
    return groups
