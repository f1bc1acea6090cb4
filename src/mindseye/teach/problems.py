"""What is wrong with a lesson's examples, said before they are learned from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.library.duplicates import LEAST, close_pairs, joined
from mindseye.teach.records import LessonClass, LessonWarning

FEW = 10  # examples of a class; with fewer, what is learned is mostly chance
UNEVEN = 5  # times as many examples in the largest class as in the smallest
MOST_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue holds of the examples that can be read: n of them."""

    ids: tuple[int, ...]
    classes: NDArray[np.int64]  # (n,), numbers of classes
    contents: tuple[str, ...]  # (n,), sha256
    layouts: NDArray[np.float32]  # (n, 243), unit length; zeros where it has not been looked at


def warnings_of(classes: Sequence[LessonClass], known: Known) -> tuple[LessonWarning, ...]:
    """Return all that is wrong, the worst first."""
    return (*_too_little(classes), *_in_two_classes(classes, known), *_repeated(classes, known), *_uneven(classes))


def groups_of(known: Known) -> NDArray[np.int64]:
    """Return a number for each example, (n,); examples that look the same have the same."""
    groups = np.arange(len(known.ids))
    for rows in joined(_pairs(known), len(known.ids)):
        groups[rows] = rows[0]
    return groups


def contradictions(known: Known) -> set[str]:
    """Return the contents that are examples of more than one class."""
    classes: dict[str, set[int]] = defaultdict(set)
    for content, number in zip(known.contents, known.classes.tolist(), strict=True):
        classes[content].add(number)
    return {content for content, numbers in classes.items() if len(numbers) > 1}


def _too_little(classes: Sequence[LessonClass]) -> list[LessonWarning]:
    if len(classes) < 2:
        return [
            LessonWarning("one_class", "There must be two classes at least to tell apart: add another, or “other”.")
        ]
    found = []
    for one in classes:
        if not one.examples:
            found.append(LessonWarning("empty", f"{one.name} has no picture yet.", (one.id,)))
        elif one.examples < FEW:
            words = "picture" if one.examples == 1 else "pictures"
            sentence = f"{one.name} has {one.examples} {words}; with fewer than {FEW} much is left to chance."
            found.append(LessonWarning("few", sentence, (one.id,)))
    return found


def _uneven(classes: Sequence[LessonClass]) -> list[LessonWarning]:
    filled = sorted((one for one in classes if one.examples), key=lambda one: one.examples)
    if len(filled) < 2 or filled[-1].examples <= UNEVEN * filled[0].examples:
        return []
    least, most = filled[0], filled[-1]
    sentence = (
        f"{most.name} has {most.examples} pictures and {least.name} {least.examples}: when in doubt, the answer will "
        f"be {most.name}."
    )
    return [LessonWarning("imbalance", sentence, (least.id, most.id))]


def _in_two_classes(classes: Sequence[LessonClass], known: Known) -> list[LessonWarning]:
    names = {one.id: one.name for one in classes}
    found, same = [], contradictions(known)
    rows = [row for row, content in enumerate(known.contents) if content in same]
    if rows:
        numbers = sorted({int(known.classes[row]) for row in rows})
        sentence = (
            f"{_count(len(same), 'picture is an example', 'pictures are examples')} of several classes "
            f"({', '.join(names[number] for number in numbers)}); not learned from until it is in one."
        )
        found.append(LessonWarning("same_in_two", sentence, tuple(numbers), _shown(known, rows)))
    pairs = _pairs(known)
    apart = [
        (a, b)
        for a, b in pairs.tolist()
        if known.classes[a] != known.classes[b] and known.contents[a] != known.contents[b]
    ]
    if apart:
        rows = sorted({row for pair in apart for row in pair})
        numbers = sorted({int(known.classes[row]) for row in rows})
        sentence = f"{_count(len(rows), 'picture looks', 'pictures look')} the same as one of another class."
        found.append(LessonWarning("near_same_in_two", sentence, tuple(numbers), _shown(known, rows)))
    return found


def _repeated(classes: Sequence[LessonClass], known: Known) -> list[LessonWarning]:
    found = []
    groups = groups_of(known)
    for one in classes:
        rows = np.nonzero(known.classes == one.id)[0]
        again = len(rows) - len(np.unique(groups[rows]))
        if len(rows) and again >= max(3, len(rows) // 5):
            counted = np.bincount(groups[rows], minlength=len(groups))
            shown = [int(row) for row in rows if counted[groups[row]] > 1]
            sentence = f"{again} of the {len(rows)} pictures of {one.name} look like another of them and teach little."
            found.append(LessonWarning("repeated", sentence, (one.id,), _shown(known, shown)))
    return found


def _pairs(known: Known) -> NDArray[np.int64]:
    """Return the rows (m, 2) that look the same: the same content, or nearly the same layout."""
    alike = close_pairs(known.layouts, LEAST)
    first: dict[str, int] = {}
    same = [(first.setdefault(content, row), row) for row, content in enumerate(known.contents)]
    twins = np.array([pair for pair in same if pair[0] != pair[1]], np.int64).reshape(-1, 2)
    return np.concatenate([alike, twins])


def _shown(known: Known, rows: Sequence[int]) -> tuple[int, ...]:
    return tuple(known.ids[row] for row in rows[:MOST_SHOWN])


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
