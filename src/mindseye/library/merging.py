"""From the spaces of a query and the texts of pictures to one order of hits.

A space gives cosines, a text gives words; both end on one scale, that of the query's first space, where `weak` and
`strong` say what a score means:

- Two spaces, of words and of the pictures beside them, are fused: each cosine becomes its place between its own
  space's marks, the places are averaged by the weights, and the mean is put between the marks of the first space
  (`ranking.fusion.banded`).
- A word that the model knows and that a picture's texts hold too is a second witness: all such words together add the
  step from weak to strong. A picture whose texts hold every word of the query is a weak match at least.
- A word that the model does not know, such as a name, can be witnessed by texts alone, and so can Chinese in a person's
  own words: together they add what makes a strong match by itself, so that pictures that hold them come first, in the
  order of all the rest.
- A picture without a vector is placed between weak and strong by the share of the words that its texts hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.spaces import Space
from mindseye.library.library import Library
from mindseye.library.ranked import Match, Ranked
from mindseye.library.terms import Note, Side, Taken
from mindseye.library.texts import Matches, Texts
from mindseye.ranking import fusion
from mindseye.types import Hit, Ids

MOST_AT_ONCE = 400  # pictures that texts name, from each of a few groups that hold the same words
MOST_GROUPS = 4


def nearest(library: Library, sides: Sequence[Side], k: int, within: Ids | None) -> list[Hit]:
    """Return the k best hits for a query in its spaces, best first; only among `within` if it is given.

    Of several spaces each names its k nearest, and all that were named are scored in all of them. A picture that has
    no vector in a space counts there as one that does not match at all.
    """
    if len(sides) == 1:
        return library.indexed(sides[0].where.name).nearest(sides[0].vector[None], k, within)[0]
    named: set[int] = set()
    for side in sides:
        if not side.is_unlike:
            hits = library.indexed(side.where.name).nearest(side.vector[None], k, within)[0]
            named.update(hit.id for hit in hits)
    ids = np.array(sorted(named), np.int64)
    if not len(ids):
        return []
    scores = fused(library, sides, ids)
    best = np.argsort(-scores, kind="stable")[:k]
    return [Hit(int(ids[i]), float(scores[i])) for i in best]


def fused(library: Library, sides: Sequence[Side], ids: Ids) -> NDArray[np.float32]:
    """Return the scores of pictures in several spaces together, (n,), on the scale of the first."""
    scores = np.zeros((len(sides), len(ids)), np.float32)
    for row, side in enumerate(sides):
        sign = -1.0 if side.is_unlike else 1.0  # how like the unlike thing they are; its weight turns it round
        hits = library.indexed(side.where.name).nearest(sign * side.vector[None], len(ids), ids)[0]
        cosines = {hit.id: hit.score for hit in hits}
        scores[row] = [cosines.get(number, 0.0) for number in ids.tolist()]
    first = sides[0].where
    mixed = fusion.banded(scores, [(side.where.weak, side.where.strong) for side in sides], shares(sides))
    return np.asarray(np.clip(first.weak + (first.strong - first.weak) * mixed, -1.0, 1.0), np.float32)


def shares(sides: Sequence[Side]) -> list[float]:
    """Return the weights of a query's spaces, negative where pictures shall be unlike."""
    return [-side.weight if side.is_unlike else side.weight for side in sides]


@dataclass(frozen=True, slots=True)
class Sought:
    """The words that a query looks for in texts: those that the model knows, in English, and those that it does not.

    `phrases` are Chinese as it was said, which only texts that people wrote can hold: they count where they are found.
    """

    known: tuple[str, ...]
    phrases: tuple[str, ...]
    strange: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.known, *self.phrases, *self.strange)


def sought(taken: Taken) -> Sought:
    """Return the words to look for in texts; none of those that the pictures shall not show."""
    wanted = [wording for place, wording in taken.wordings.items() if taken.terms[place].weight > 0]
    return Sought(
        tuple(dict.fromkeys(word for wording in wanted for word in wording.telling)),
        tuple(dict.fromkeys(run for wording in wanted for run in wording.phrases)),
        tuple(dict.fromkeys(word for wording in wanted for word in wording.strange)),
    )


def notes(taken: Taken, matches: Matches) -> tuple[Note, ...]:
    """Return which words of a query the model does not know: those that texts hold, and those that none does."""
    found: list[Note] = []
    for place, wording in taken.wordings.items():
        held = tuple(word for word in wording.strange if word in matches.found and taken.terms[place].weight > 0)
        lost = tuple(word for word in wording.strange if word not in held)
        found += [Note("words-as-text", place, held)] if held else []
        found += [Note("words-unknown", place, lost)] if lost else []
    return tuple(found)


class Merging:
    """The hits of one query by words: those of its spaces, raised and joined by those that its words name in texts."""

    def __init__(self, library: Library, where: Space, sides: Sequence[Side], taken: Taken, within: Ids | None) -> None:
        self._library, self._where, self._sides = library, where, sides
        self.sought = sought(taken)
        self.matches = Texts(library.catalogue, library.models).holding(self.sought.words, within)

    @property
    def pictures(self) -> int:
        """How many pictures' texts were looked at."""
        return self.matches.pictures

    def merge(self, ranked: Sequence[Ranked], without: Iterable[int]) -> list[Ranked]:
        """Return the ranked hits with those that texts name, best first; none of `without`."""
        ranked = _onto_scores(ranked)
        held = np.setdiff1d(self.matches.ids(), np.fromiter(without, np.int64))
        gains = self._gains(held)
        here = {one.id for one in ranked}
        ranked += [Ranked(hit.id, hit.score, hit.score) for hit in self._others(held, gains) if hit.id not in here]
        by_id = dict(zip(held.tolist(), gains.tolist(), strict=True))
        kinds = self.matches.kinds(np.array([one.id for one in ranked if one.id in by_id], np.int64))
        known, strange = self._counted()
        whole = set(held[self.matches.shares([*known, *strange], held) > 1 - 1e-9].tolist())
        merged = [self._raised(one, by_id.get(one.id, 0.0), one.id in whole, kinds.get(one.id, ())) for one in ranked]
        merged += self._without_vector(held, {one.id for one in ranked})
        return sorted(merged, key=lambda one: (-one.rank_score, one.id))

    def _gains(self, held: Ids) -> NDArray[np.float64]:
        """Return what texts add to the score of each of these pictures, (n,)."""
        where, (known, strange) = self._where, self._counted()
        by_known = (where.strong - where.weak) * self.matches.shares(known, held)
        return np.asarray(by_known + where.strong * self.matches.shares(strange, held))

    def _counted(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return the words that count, known and strange.

        A known one that no text holds lowers what the others say; a strange one that no text holds says nothing.
        """
        return self.sought.known, [
            word for word in (*self.sought.phrases, *self.sought.strange) if word in self.matches.found
        ]

    def _others(self, held: Ids, gains: NDArray[np.float64]) -> list[Hit]:
        """Return the best by vector of the pictures that texts name: of those that gain the same, the first few."""
        found: list[Hit] = []
        for gain in np.unique(gains)[::-1][:MOST_GROUPS] if self._sides else ():
            found += nearest(self._library, self._sides, MOST_AT_ONCE, held[gains == gain])
        return found

    def _raised(self, one: Ranked, gain: float, is_whole: bool, kinds: tuple[Match, ...]) -> Ranked:
        seen: tuple[Match, ...] = ("picture",) if one.score >= self._where.weak else ()
        least = self._where.weak if is_whole else -1.0
        # What has been lifted keeps its order below the surface.
        order = max(one.rank_score + gain, least + 1e-3 * one.rank_score)
        return replace(one, score=min(1.0, max(least, one.score + gain)), rank_score=order, matched=(*seen, *kinds))

    def _without_vector(self, held: Ids, ranked: set[int]) -> list[Ranked]:
        """Return the pictures that texts name and that have no vector to be compared by."""
        rest = np.setdiff1d(held, np.fromiter(ranked, np.int64))
        if self._sides and len(rest):
            rest = self._lacking(rest)
        known, strange = self._counted()
        held_shares = self.matches.shares([*known, *strange], rest)
        kinds, where = self.matches.kinds(rest), self._where
        return [
            Ranked(number, score, score, matched=kinds[number])
            for number, score in zip(
                rest.tolist(), (where.weak + (where.strong - where.weak) * held_shares).tolist(), strict=True
            )
        ]

    def _lacking(self, ids: Ids) -> Ids:
        """Return those of the pictures that have no vector in the first space."""
        if len(self._library.indexed(self._where.name)) >= self.matches.pictures:
            return np.zeros(0, np.int64)
        return np.setdiff1d(ids, self._library.ids_in(self._where.name))


def _onto_scores(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return hits whose order is by numbers on the scale of their scores, so that something can be added to both."""
    if len(ranked) < 2:
        return [replace(one, rank_score=one.score) for one in ranked]
    order, scores = (np.array([getattr(one, of) for one in ranked]) for of in ("rank_score", "score"))
    step = (scores.max() - scores.min()) / max(float(order.max() - order.min()), 1e-9)
    placed = scores.min() + step * (order - order.min())
    return [replace(one, rank_score=float(place)) for one, place in zip(ranked, placed, strict=True)]
