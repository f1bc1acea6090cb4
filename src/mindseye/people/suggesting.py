"""Which unnamed faces are probably whose: by the confirmed face of a person that each is likest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.models.card import Card
from mindseye.people.clusters import BLOCK
from mindseye.people.gallery import NOBODY, Gallery
from mindseye.tasks.faces import comparison
from mindseye.types import Ids, Vectors

MOST_EXEMPLARS = 50  # confirmed faces of one person that others are compared with
NEVER = np.float32(-2.0)  # less like than anything


@dataclass(frozen=True, slots=True)
class Queue:
    """The likeliest person of each waiting face, the likeliest first; places are the gallery's."""

    faces: Ids  # (n,) places
    people: Ids  # (n,)
    likes: Ids  # (n,) places of the confirmed faces that they are likest
    confidences: NDArray[np.float32]  # (n,) 0 to 100


def queue(
    gallery: Gallery, named: Sequence[int], rejected: Mapping[int, Sequence[int]], least: float, card: Card
) -> Queue:
    """Return the faces that are as like as `least` (0 to 100) to a confirmed face of a named person.

    A face that the machine took for a person waits for that person only. Nobody is suggested who was rejected for the
    face, or of whom another face is confirmed in its picture.
    """
    waiting = np.flatnonzero(~gallery.confirmed & gallery.fit)
    places, starts, people = exemplars(gallery, sorted(named))
    if not len(waiting) or not len(people):
        nothing = np.zeros(0, np.int64)
        return Queue(nothing, nothing, nothing, np.zeros(0, np.float32))
    cosines, columns, likes = _likest(gallery, waiting, places, starts, _forbidden(gallery, waiting, people, rejected))
    confidences = comparison.scaled(cosines, card)
    near = np.flatnonzero((cosines > NEVER) & (confidences >= least))
    order = near[np.lexsort((waiting[near], -confidences[near]))]
    return Queue(waiting[order], people[columns[order]], likes[order], confidences[order])


def exemplars(gallery: Gallery, people: Sequence[int]) -> tuple[Ids, Ids, Ids]:
    """Return places of confirmed faces, where each person's begin among them, and the people that have any.

    Of more than MOST_EXEMPLARS faces of one person those are taken that differ most (farthest-first traversal:
    Gonzalez 1985), so that every age and every light has its say.
    """
    parts, starts, known, count = [], [], [], 0
    of = np.where(gallery.confirmed, gallery.people, NOBODY)
    order = np.argsort(of, kind="stable")
    for number in people:
        low, high = np.searchsorted(of[order], [number, number + 1])
        if high > low:
            mine = np.sort(order[low:high])
            mine = mine[_spread(gallery.vectors[mine])] if len(mine) > MOST_EXEMPLARS else mine
            parts.append(mine)
            starts.append(count)
            known.append(number)
            count += len(mine)
    together = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    return together, np.array(starts, np.int64), np.array(known, np.int64)


def _spread(vectors: Vectors) -> Ids:
    """Return the rows of MOST_EXEMPLARS vectors that lie far apart, beginning with the likest to all."""
    chosen = [int((vectors @ vectors.mean(0)).argmax())]
    near = vectors @ vectors[chosen[0]]
    while len(chosen) < MOST_EXEMPLARS:
        chosen.append(int(near.argmin()))
        near = np.maximum(near, vectors @ vectors[chosen[-1]])
    return np.sort(np.array(chosen, np.int64))


def _likest(
    gallery: Gallery, waiting: Ids, places: Ids, starts: Ids, forbidden: Mapping[int, Sequence[int]]
) -> tuple[NDArray[np.float32], Ids, Ids]:
    """Return of each waiting face its likest person's cosine and column, and the place of the exemplar: (n,) each."""
    best, columns, likes = np.empty(len(waiting), np.float32), np.empty_like(waiting), np.empty_like(waiting)
    ends = np.append(starts[1:], len(places))
    for low in range(0, len(waiting), BLOCK):
        some = np.arange(low, min(low + BLOCK, len(waiting)))
        cosines = gallery.vectors[waiting[some]] @ gallery.vectors[places].T  # (block, exemplars)
        likest = np.maximum.reduceat(cosines, starts, axis=1)  # (block, people)
        for row in some.tolist():
            likest[row - low, forbidden.get(row, [])] = NEVER
        columns[some] = likest.argmax(1)
        best[some] = likest[some - low, columns[some]]
        for row in some.tolist():
            start, end = starts[columns[row]], ends[columns[row]]
            likes[row] = places[start + cosines[row - low, start:end].argmax()]
    return best, columns, likes


def _forbidden(
    gallery: Gallery, waiting: Ids, people: Ids, rejected: Mapping[int, Sequence[int]]
) -> dict[int, list[int]]:
    """Return which people (columns) cannot be meant by which waiting faces (rows)."""
    column_of = {number: column for column, number in enumerate(people.tolist())}
    in_picture: dict[int, list[int]] = {}
    for place in np.flatnonzero(gallery.confirmed).tolist():
        if (column := column_of.get(int(gallery.people[place]))) is not None:
            in_picture.setdefault(int(gallery.pictures[place]), []).append(column)
    found: dict[int, list[int]] = {}
    for row, place in enumerate(waiting.tolist()):
        columns = list(in_picture.get(int(gallery.pictures[place]), ()))
        columns += [column_of[n] for n in rejected.get(int(gallery.ids[place]), ()) if n in column_of]
        if (taken := int(gallery.people[place])) != NOBODY:  # the machine's word: a question about this person only
            columns += [column for number, column in column_of.items() if number != taken]
        if columns:
            found[row] = columns
    return found
