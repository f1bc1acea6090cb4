"""Search: from pictures with weights to the nearest pictures of the library, with scores that mean something."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mindseye import ranking
from mindseye.descriptors.spaces import POINTS, WORDS, Space
from mindseye.errors import RequestError
from mindseye.library import merging
from mindseye.library.library import Library
from mindseye.library.points import CHECKED, Points, asked_of
from mindseye.library.queries import Queries
from mindseye.library.ranked import Match, Ranked
from mindseye.library.records import Filter, LabelCount, Picture
from mindseye.library.stopwatch import Stopwatch
from mindseye.library.terms import Mixed, Note, Side, Term, Terms, own, spaces_of
from mindseye.models.registry import Models
from mindseye.tasks import embed
from mindseye.tasks.classify import Label
from mindseye.types import Hit

Band = Literal["strong", "weak", "none"]
ALL = Filter()
MOST_LABELS = 12  # in the facet
RERANKS = {WORDS: "none", POINTS.name: "none"}  # what is usual in a space, where it is not the usual one of all


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for, how, and among which pictures."""

    terms: tuple[Term, ...]
    space: str | None = None  # of photos; None: `sketch` beside a sketch, else the usual one
    rerank: str | None = None  # None: the usual one
    verify: bool = False
    k: int = 60
    cutoff: float | None = None
    where: Filter = ALL


@dataclass(frozen=True, slots=True)
class Found:
    """A hit: the picture, its cosine with the query, and what the order is by.

    For words, the score is the cosine with what the picture's texts add; see `library.merging`.
    """

    picture: Picture
    score: float
    distance: float  # of the unit vectors, √(2 − 2 · score)
    band: Band
    rank_score: float
    inliers: int | None = None
    matched: tuple[Match, ...] = ()  # where the query's words were found; empty without words


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits, best first, and all that is needed to judge them."""

    hits: tuple[Found, ...]
    considered: int
    below: int
    space: str  # of several, the one on whose scale the scores are
    spaces: tuple[str, ...]  # all that were searched in
    rerank: str
    strong: float
    weak: float
    cutoff: float | None
    models: dict[str, str]
    notes: tuple[Note, ...] = ()
    looks_like: tuple[Label, ...] = ()  # what the first sketch looks like; empty without one
    labels: tuple[LabelCount, ...] = ()  # what the hits show, the most frequent first
    timings_ms: dict[str, float] = field(default_factory=dict)


class Search:
    """Finds pictures of one library. Safe to use from several threads at once."""

    def __init__(self, library: Library, models: Models, queries: Queries) -> None:
        self._library, self._models = library, models
        self._points = Points(library)
        self.terms = Terms(library, models, queries)

    def find(self, query: Query) -> Answer:
        """Return the hits. Raises RequestError, ImageError or NotFoundError in one sentence."""
        watch = Stopwatch()
        taken = self.terms.take(query.terms, watch)
        spaces = spaces_of(taken, query.space, query.verify)
        where, rerank, notes = spaces[0], _rerank(query, spaces), taken.notes
        query = replace(query, terms=taken.terms)
        mixed = Mixed((), ())
        if where == POINTS:
            ranked, considered = self._by_points(query, watch)
        else:
            mixed = self.terms.mix(taken, spaces, watch)
            ranked, considered = self._by_vectors(query, mixed.sides, rerank, watch)
        if taken.wordings:
            with watch.stage("texts"):
                asked = merging.Merging(self._library, where, mixed.sides, taken, self._library.ids(query.where))
                ranked = asked.merge(ranked, own(query.terms))
            considered = max(considered, asked.pictures)
            notes += merging.notes(taken, asked.matches)
        ranked = ranked[: query.k]
        kept = [one for one in ranked if query.cutoff is None or one.score >= query.cutoff]
        with watch.stage("facet"):
            labels = self._library.labels_among([one.id for one in kept], MOST_LABELS)
        return Answer(
            hits=self._found(kept, where),
            considered=considered,
            below=len(ranked) - len(kept),
            space=where.name,
            spaces=tuple(one.name for one in spaces),
            rerank=rerank,
            strong=where.strong,
            weak=where.weak,
            cutoff=query.cutoff,
            models=self._used(spaces),
            notes=notes,
            looks_like=mixed.looks_like,
            labels=labels,
            timings_ms=watch.stop(),
        )

    def _by_vectors(
        self, query: Query, sides: tuple[Side, ...], rerank: str, watch: Stopwatch
    ) -> tuple[list[Ranked], int]:
        """Return hits by vectors, re-ranked and verified as the query asks; and how many were compared."""
        method = None if rerank == "none" else ranking.method(rerank)
        if not sides:  # no word is known: texts alone may answer
            return [], 0
        with watch.stage("search"):
            hits, considered = self._nearest(query, sides, reranked=method is not None)
        where, vector = sides[0].where, sides[0].vector
        order = np.array([hit.score for hit in hits], np.float32)
        if method is not None and len(hits) > 1:
            with watch.stage("rerank"):
                candidates = self._library.vectors(where.name, np.array([hit.id for hit in hits], np.int64))
                order = method(vector, candidates, order)
        best = np.argsort(-order, kind="stable")
        ranked = [Ranked(hits[i].id, hits[i].score, float(order[i])) for i in best]
        if query.verify:
            with watch.stage("verify"):
                ranked = self._verified(query, where, vector, ranked)
        return ranked, considered

    def _by_points(self, query: Query, watch: Stopwatch) -> tuple[list[Ranked], int]:
        """Return the pictures that share points with the query's one picture."""
        if not self._points.is_filled:
            raise RequestError("No local features are kept yet: `mindseye index --space points` looks for them once.")
        with watch.stage("read"):
            rgb = self.terms.only(query.terms)
        with watch.stage("embed"):
            asked = asked_of(rgb)
        within, mine = self._library.ids(query.where), own(query.terms)
        with watch.stage("search"):
            named = [number for number in self._points.shortlist(asked, within) if number not in mine]
        with watch.stage("verify"):
            matches = self._points.check(asked, named)
        ranked = [
            Ranked(number, one.score, one.score, one.inliers, one.convincing)
            for number, one in matches.items()
            if one.inliers
        ]
        ranked.sort(key=lambda one: (-one.score, -(one.inliers or 0), one.id))
        return ranked, len(self._library.indexed(POINTS.name)) if within is None else len(within)

    def _verified(self, query: Query, where: Space, vector: NDArray[np.float32], ranked: list[Ranked]) -> list[Ranked]:
        """Return the hits with convincing matches first, also those that only the local features name."""
        asked = asked_of(self.terms.only(query.terms))
        known, mine = {one.id: one for one in ranked}, own(query.terms)
        named = self._points.shortlist(asked, self._library.ids(query.where))
        wanted = [number for number in named if number not in mine]
        wanted += [one.id for one in ranked[:CHECKED] if one.id not in wanted]
        matches = self._points.check(asked, wanted)
        strangers = [number for number, one in matches.items() if one.convincing and number not in known]
        known.update({hit.id: Ranked(hit.id, hit.score, hit.score) for hit in self._scored(where, vector, strangers)})
        sure = [number for number, one in matches.items() if one.convincing and number in known]
        sure.sort(key=lambda number: (-matches[number].score, -matches[number].inliers, number))
        top = 1.0 + max([one.rank_score for one in ranked], default=0.0)
        first = [
            replace(known[n], rank_score=top + matches[n].score, inliers=matches[n].inliers, is_sure=True) for n in sure
        ]
        rest = [
            replace(one, inliers=matches[one.id].inliers) if one.id in matches else one
            for one in ranked
            if one.id not in set(sure)
        ]
        return [*first, *rest]

    def _scored(self, where: Space, vector: NDArray[np.float32], ids: list[int]) -> list[Hit]:
        """Return the cosines of pictures that the index did not name."""
        if not ids:
            return []
        within = np.array(ids, np.int64)
        return self._library.indexed(where.name).nearest(vector[None], len(ids), within)[0]

    def _nearest(self, query: Query, sides: tuple[Side, ...], reranked: bool) -> tuple[list[Hit], int]:
        """Return the candidates, without the query's own pictures, and how many were compared."""
        within, mine = self._library.ids(query.where), own(query.terms)
        wanted = max(query.k, ranking.CANDIDATES) if reranked or len(sides) > 1 else query.k
        hits = merging.nearest(self._library, sides, wanted + len(mine), within)
        compared = max(len(self._library.indexed(side.where.name)) for side in sides)
        considered = compared if within is None else len(within)
        return [hit for hit in hits if hit.id not in mine][:wanted], considered

    def _found(self, ranked: list[Ranked], where: Space) -> tuple[Found, ...]:
        """Return the hits with their pictures, without those that have gone since."""
        pictures = self._library.pictures_of([one.id for one in ranked])
        return tuple(
            Found(
                pictures[one.id],
                one.score,
                distance(one.score),
                "strong" if one.is_sure else band(one.score, where),
                one.rank_score,
                one.inliers,
                one.matched,
            )
            for one in ranked
            if one.id in pictures
        )

    def _used(self, spaces: tuple[Space, ...]) -> dict[str, str]:
        """Return the networks that make the vectors of the spaces, with their versions."""
        cards = [self._models.get(name).card for where in spaces for name in embed.models_of(where)]
        return {card.name: card.version for card in cards}


def _rerank(query: Query, spaces: tuple[Space, ...]) -> str:
    """Return how the hits are re-ranked: as the query says, or as is usual in its space; several spaces never are."""
    if spaces[0] == POINTS or len(spaces) > 1:
        return "none"
    return query.rerank or usual_rerank(spaces[0])


def usual_rerank(where: Space) -> str:
    """Return the name of the re-ranking that is usual in a space."""
    return RERANKS.get(where.name, ranking.DEFAULT)


def band(score: float, where: Space) -> Band:
    """Return in words how much a score of a space means."""
    return "strong" if score >= where.strong else "weak" if score >= where.weak else "none"


def distance(score: float) -> float:
    """Return how far two unit vectors of this cosine are apart, 0 to 2: |a − b|² = 2 − 2 a·b.

    >>> distance(1.0), distance(0.5), distance(-1.0)
    (0.0, 1.0, 2.0)
    """
    return math.sqrt(max(0.0, 2.0 - 2.0 * score))
