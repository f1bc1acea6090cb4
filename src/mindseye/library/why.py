"""Why a picture was found: which of its regions, and which of the query's, made the score."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.spaces import POINTS
from mindseye.library.library import Library
from mindseye.library.search import Search
from mindseye.library.texts import MatchedText
from mindseye.library.stopwatch import Stopwatch
from mindseye.library.terms import Taken, Term, space_of
from mindseye.models.registry import Models
from mindseye.tasks import embed, sketch
from mindseye.types import RGB, Box


@dataclass(frozen=True, slots=True)
class WordShare:
    """What a word of the query adds: the cosine less the cosine of the query without it."""

    text: str
    share: float


@dataclass(frozen=True, slots=True)
class Why:
    """What each cell added, (rows, cols); and points that show the same: (n, 4) of x1, y1, x2, y2 in px."""

    score: float
    exact: bool
    hit: NDArray[np.float32] | None
    query: NDArray[np.float32] | None
    query_width: int | None
    query_height: int | None
    query_box: Box | None = None  # what the query's cells cover, in px; None: all of it
    points: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 4), np.float32))
    words: tuple[WordShare, ...] = ()
    texts: tuple[MatchedText, ...] = ()


def why(
    search: Search, library: Library, models: Models, terms: tuple[Term, ...], space_name: str | None, picture: int
) -> Why:
    """Return which regions of a hit, and of the query's picture if it is one, made the score."""
    watch = Stopwatch()
    taken = search.terms.take(terms, watch)
    where = space_of(taken, space_name)
    if where == POINTS:
        return _by_points(search, library, terms, picture)
    vector = search.terms.mix(taken, where, watch).vector
    rgb = library.read(picture)
    other = embed.embed_picture(models, where, rgb)
    one = _only_picture(search, taken)
    found = Why(
        score=float(vector @ other),
        exact=embed.is_linear(where),
        hit=embed.explain(models, where, vector, rgb) if where.model else None,
        query=None,
        query_width=None if one is None else one.shape[1],
        query_height=None if one is None else one.shape[0],
    )
    if one is None:
        return found
    if taken.drawings:
        cells = sketch.explain(models, taken.drawings[0], other)
        return replace(found, query=cells, query_box=taken.drawings[0].box)
    own = embed.explain(models, where, other, one) if where.model else None
    return replace(found, query=own, points=_agreeing(one, rgb))


def _by_points(search: Search, library: Library, terms: tuple[Term, ...], picture: int) -> Why:
    """Return the points that agree; local features have no cells."""
    from mindseye import verification

    query, hit = search.terms.rgb(terms[0]), library.read(picture)
    found = verification.match(verification.features(query, verification.ASKED), verification.features(hit))
    return Why(found.score, False, None, None, query.shape[1], query.shape[0], points=found.points)


def _only_picture(search: Search, taken: Taken) -> RGB | None:
    """Return the query's picture if it is a single whole one; a region's cells would lie elsewhere."""
    only = taken.terms[0]
    return search.terms.rgb(only) if len(taken.terms) == 1 and only.box is None else None


def _agreeing(query: RGB, hit: RGB) -> NDArray[np.float32]:
    """Return the points on which both pictures agree, (n, 4), or none."""
    from mindseye import verification

    match = verification.match(verification.features(query, verification.ASKED), verification.features(hit))
    return match.points if match.convincing else np.zeros((0, 4), np.float32)
