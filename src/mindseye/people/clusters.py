"""Which faces are of one person: greedy agglomeration by average likeness, under “these two cannot be the same”.

Of two clusters A and B of unit vectors the average of all cosines between them is (ΣA · ΣB) / (|A| |B|), so that sums
are all that must be kept (the average linkage of Sokal and Michener 1958, exactly). The likest pair is joined first,
until none is like enough. Each cluster waits in a heap with its likest partner only; what it waits with is an upper
bound, for an average never exceeds its parts (Müllner 2011, “Modern hierarchical, agglomerative clustering
algorithms”, section 3.3). Two faces of one picture are never joined, and a face never joins a person whom it was
rejected for. What was together stays together: only new faces are compared with all, so that groups do not change
under a person's hands. The same input gives the same output.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mindseye.types import Ids, Vectors

BLOCK = 1024  # rows that are compared at once
PARTNERS = 32  # of a cluster, the likest, that are kept in mind in one round
MOST_ROUNDS = 50
ROUNDING = 1e-5  # by which likenesses may differ for being worked out in another order


@dataclass(slots=True)
class Cluster:
    """Some rows, their pictures, and the person whose they are (0: nobody's); `count` of them are in the sum."""

    rows: list[int]
    count: int
    pictures: set[int]
    person: int = 0
    not_of: set[int] = field(default_factory=set)  # people for whom one of the rows was rejected
    partners: set[int] = field(default_factory=set)  # places of clusters that may be like enough to be joined


def cluster(
    vectors: Vectors,
    pictures: Ids,
    together: Sequence[Sequence[int]],
    least: float,
    people: Mapping[int, int] | None = None,
    sure: float = 1.0,
    rejected: Mapping[int, Collection[int]] | None = None,
    silent: Collection[int] = (),
) -> list[list[int]]:
    """Return the rows of each cluster, sorted, in the order of their first rows.

    `together` are rows that belong together already, from clusters before; every row that is in none of them is new.
    What is new, and people, are compared with all. Clusters join from an average cosine of `least` on. `people` says
    whose some of `together` are, by place: two people never join, and others join a person from `sure` on. `rejected`
    are people by row. `silent` rows belong to their person without counting in the average: nobody has confirmed them.
    """
    whose = people or {}
    known = {row for rows in together for row in rows}
    new = [[row] for row in range(len(vectors)) if row not in known]
    work = _Work(vectors, pictures, len(together) + len(new), (least, sure), rejected or {})
    before = [work.add(rows, whose.get(place, 0), frozenset(silent)) for place, rows in enumerate(together)]
    changed = [work.add(rows, 0, ()) for rows in new] + [before[place] for place in whose]
    for _ in range(MOST_ROUNDS):
        if not changed:
            break
        changed = work.round(changed)
    return sorted((sorted(one.rows) for one in work.clusters.values()), key=lambda rows: rows[0])


class _Work:
    """Clusters by place. A place is given once; where two clusters went that were joined is in `_went`."""

    def __init__(
        self,
        vectors: Vectors,
        pictures: Ids,
        count: int,
        thresholds: tuple[float, float],
        rejected: Mapping[int, Collection[int]],
    ) -> None:
        self.clusters: dict[int, Cluster] = {}
        self._vectors, self._pictures, self._rejected = vectors, pictures, rejected
        self._least, self._sure = thresholds
        self._sums = np.zeros((2 * count, vectors.shape[1]), np.float64)  # each joining makes one of two
        self._counts = np.ones(2 * count)
        self._went = list(range(2 * count))
        self._next = 0
        self._waiting: list[tuple[float, int, int]] = []

    def add(self, rows: Sequence[int], person: int, silent: Collection[int]) -> int:
        """Make a cluster and return its place."""
        loud = [row for row in rows if row not in silent] or list(rows)
        made = Cluster(
            list(rows),
            len(loud),
            {int(number) for number in self._pictures[list(rows)]},
            person,
            {number for row in rows for number in self._rejected.get(row, ())},
        )
        return self._put(made, self._vectors[loud].astype(np.float64).sum(0))

    def round(self, changed: Sequence[int]) -> list[int]:
        """Compare these clusters with all, join what is like enough, and return the clusters that came of it."""
        before = self._next
        self._meet(changed)
        for place in sorted(self.clusters):
            self._wait(place)
        while self._waiting:
            _, a, b = heapq.heappop(self._waiting)
            if a in self.clusters and b in self.clusters:
                self._join(a, b)
            elif a in self.clusters:
                self._wait(a)  # its partner has gone into another cluster
        return [place for place in range(before, self._next) if place in self.clusters]

    def _put(self, made: Cluster, total: NDArray[np.float64]) -> int:
        place, self._next = self._next, self._next + 1
        self.clusters[place] = made
        self._sums[place], self._counts[place] = total, made.count
        return place

    def _meet(self, changed: Sequence[int]) -> None:
        """Find the likest partners of the clusters that changed, among all: each pair is looked at once."""
        new = set(changed)
        places = np.array([*(place for place in self.clusters if place not in new), *changed], np.int64)
        means = (self._sums[places] / self._counts[places, None]).astype(np.float32)
        for start in range(len(places) - len(changed), len(places), BLOCK):
            end = min(start + BLOCK, len(places))
            likeness = means[start:end] @ means[:end].T  # (block, all before, and among themselves)
            likeness[:, start:][np.triu(np.ones((end - start, end - start), bool))] = -1.0
            for row, of in enumerate(likeness, start):
                self._note(int(places[row]), places, of)

    def _note(self, place: int, places: Ids, likeness: NDArray[np.float32]) -> None:
        """Let a cluster and the likest few of all keep each other in mind; `likeness` is (all,)."""
        near = np.flatnonzero(likeness >= self._least - ROUNDING)
        if len(near) > PARTNERS:
            near = near[np.argpartition(-likeness[near], PARTNERS)[:PARTNERS]]
        for partner in places[near].tolist():
            self.clusters[place].partners.add(partner)
            self.clusters[partner].partners.add(place)

    def _wait(self, place: int) -> None:
        """Let a cluster wait with the likest of its partners that it may be joined with, if there is one."""
        one = self.clusters[place]
        partners = np.array(sorted({self._now(partner) for partner in one.partners} - {place}), np.int64)
        likeness = self._sums[partners] @ self._sums[place] / (self._counts[partners] * one.count)
        order = np.lexsort((partners, -likeness))
        order = order[likeness[order] >= self._least]
        listed, values = partners[order].tolist(), likeness[order].tolist()
        for rank, (partner, value) in enumerate(zip(listed, values, strict=True)):
            if self._may_join(one, self.clusters[partner], value):
                one.partners = set(listed[rank : rank + PARTNERS])
                heapq.heappush(self._waiting, (-value, place, partner))
                return
        one.partners = set()

    def _now(self, place: int) -> int:
        """Return where the cluster of a place is now."""
        while self._went[place] != place:
            self._went[place] = place = self._went[self._went[place]]
        return place

    def _may_join(self, one: Cluster, other: Cluster, likeness: float) -> bool:
        if one.person and other.person:
            return False
        if (one.person or other.person) and likeness < self._sure:
            return False
        if one.person in other.not_of or other.person in one.not_of:
            return False
        return one.pictures.isdisjoint(other.pictures)

    def _join(self, a: int, b: int) -> None:
        one, other = self.clusters.pop(a), self.clusters.pop(b)
        if other.person:
            one, other, a, b = other, one, b, a
        counts = not one.person  # a person is known by what was confirmed alone
        made = Cluster(
            [*one.rows, *other.rows],
            one.count + other.count if counts else one.count,
            one.pictures | other.pictures,
            one.person,
            one.not_of | other.not_of,
            one.partners | other.partners,
        )
        self._went[a] = self._went[b] = place = self._put(made, self._sums[a] + self._sums[b] * counts)
        self._wait(place)
