"""Search: from pictures with weights to the nearest pictures of the library, with scores that mean something."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mindseye import images, ranking
from mindseye.descriptors.spaces import DEFAULT, Space, space
from mindseye.errors import RequestError
from mindseye.library.library import Library
from mindseye.library.queries import Queries
from mindseye.library.records import Filter, Picture
from mindseye.models.registry import Models
from mindseye.tasks import embed
from mindseye.types import RGB, Box, Hit

Band = Literal["strong", "weak", "none"]
ALL = Filter()


@dataclass(frozen=True, slots=True)
class Term:
    """One picture of a query: a number of the library, a kept upload, bytes, or a decoded picture."""

    picture: int | None = None
    upload: str | None = None
    data: bytes | None = None
    rgb: RGB | None = None
    name: str = "The picture"
    weight: float = 1.0  # negative: not like this one
    box: Box | None = None  # only this region, in px of the upright picture


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for, how, and among which pictures."""

    terms: tuple[Term, ...]
    space: str = DEFAULT
    rerank: str | None = None  # None: the usual one
    verify: bool = False
    k: int = 60
    cutoff: float | None = None
    where: Filter = ALL


@dataclass(frozen=True, slots=True)
class Found:
    """A hit: the picture, its cosine with the query, and what the order is by."""

    picture: Picture
    score: float
    band: Band
    rank_score: float
    inliers: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits, best first, and all that is needed to judge them."""

    hits: tuple[Found, ...]
    considered: int
    below: int
    space: str
    rerank: str
    strong: float
    weak: float
    cutoff: float | None
    models: dict[str, str]
    timings_ms: dict[str, float] = field(default_factory=dict)


class Stopwatch:
    """Milliseconds by stage, in order."""

    def __init__(self) -> None:
        self.ms: dict[str, float] = {}
        self._started = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.ms[name] = self.ms.get(name, 0.0) + 1000 * (time.perf_counter() - started)

    def stop(self) -> dict[str, float]:
        return {**self.ms, "total": 1000 * (time.perf_counter() - self._started)}


class Search:
    """Finds pictures of one library. Safe to use from several threads at once."""

    def __init__(self, library: Library, models: Models, queries: Queries) -> None:
        self._library, self._models, self._queries = library, models, queries

    def find(self, query: Query) -> Answer:
        """Return the hits. Raises RequestError, ImageError or NotFoundError in one sentence."""
        where, watch = space(query.space), Stopwatch()
        rerank = query.rerank or ranking.DEFAULT
        method = None if rerank == "none" else ranking.method(rerank)
        vector = self.vector(query.terms, where, watch)
        with watch.stage("search"):
            hits, considered = self._nearest(query, where, vector, reranked=method is not None)
        order = np.array([hit.score for hit in hits], np.float32)
        if method is not None and len(hits) > 1:
            with watch.stage("rerank"):
                candidates = self._library.vectors(where.name, np.array([hit.id for hit in hits], np.int64))
                order = method(vector, candidates, order)
        found, below = self._found(query, where, hits, order)
        return Answer(
            hits=found,
            considered=considered,
            below=below,
            space=where.name,
            rerank=rerank,
            strong=where.strong,
            weak=where.weak,
            cutoff=query.cutoff,
            models=self._used(where),
            timings_ms=watch.stop(),
        )

    def vector(self, terms: tuple[Term, ...], where: Space, watch: Stopwatch | None = None) -> NDArray[np.float32]:
        """Return the weighted mix of the terms' vectors, (dim,), of unit length (Rocchio 1971)."""
        watch = watch or Stopwatch()
        mixed = np.zeros(where.dim, np.float32)
        for term in terms:
            mixed += np.float32(term.weight) * self._of_term(term, where, watch)
        length = float(np.linalg.norm(mixed))
        if not length > 1e-6:
            raise RequestError("The pictures of the query cancel each other out: change a weight or take one away.")
        return np.asarray(mixed / np.float32(length), np.float32)

    def rgb(self, term: Term) -> RGB:
        """Return a term's picture, decoded, whole."""
        if term.rgb is not None:
            return term.rgb
        if term.upload is not None:
            return self._queries.read(term.upload)
        if term.data is not None:
            return images.decode(term.data, self._library.limits, term.name)
        if term.picture is not None:
            return self._library.read(term.picture)
        raise RequestError("A term of the query has no picture: give a number, an upload or the picture itself.")

    def _of_term(self, term: Term, where: Space, watch: Stopwatch) -> NDArray[np.float32]:
        if term.picture is not None and term.box is None:
            try:
                with watch.stage("read"):
                    return self._library.vectors(where.name, np.array([term.picture], np.int64))[0]
            except KeyError:  # not yet in this space: embed it now
                pass
        with watch.stage("read"):
            rgb = self.rgb(term)
        with watch.stage("embed"):
            return embed.embed_picture(self._models, where, rgb, term.box)

    def _nearest(
        self, query: Query, where: Space, vector: NDArray[np.float32], reranked: bool
    ) -> tuple[list[Hit], int]:
        """Return the candidates, without the query's own pictures, and how many were compared."""
        index, within = self._library.indexed(where.name), self._library.ids(query.where)
        own = {term.picture for term in query.terms if term.picture is not None and term.box is None}
        wanted = max(query.k, ranking.CANDIDATES) if reranked else query.k
        hits = index.nearest(vector[None], wanted + len(own), within)[0]
        considered = len(index) if within is None else len(within)
        return [hit for hit in hits if hit.id not in own][:wanted], considered

    def _found(
        self, query: Query, where: Space, hits: list[Hit], order: NDArray[np.float32]
    ) -> tuple[tuple[Found, ...], int]:
        best = np.argsort(-order, kind="stable")[: query.k]
        kept = [i for i in best if query.cutoff is None or hits[i].score >= query.cutoff]
        pictures = self._library.pictures_of([hits[i].id for i in kept])
        found = [
            Found(pictures[hits[i].id], hits[i].score, band(hits[i].score, where), float(order[i]))
            for i in kept
            if hits[i].id in pictures  # gone since
        ]
        return tuple(found), len(best) - len(kept)

    def _used(self, where: Space) -> dict[str, str]:
        if not where.model:
            return {}
        card = self._models.get(where.model).card
        return {card.name: card.version}


def band(score: float, where: Space) -> Band:
    """Return in words how much a score of a space means."""
    return "strong" if score >= where.strong else "weak" if score >= where.weak else "none"


def parse_term(text: str) -> tuple[float, str]:
    """Return weight and name of a term as people write it in a terminal: `photo.jpg` or `0.5:photo.jpg`."""
    weight, colon, name = text.partition(":")
    is_number = colon and name and weight.replace(".", "", 1).isdigit()
    return (float(weight), name) if is_number else (1.0, text)
