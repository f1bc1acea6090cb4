"""Why a picture was found: which of its regions, and which of the query's, made the score."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.spaces import DEFAULT, POINTS, space
from mindseye.library.library import Library
from mindseye.library.search import Search
from mindseye.library.terms import Term
from mindseye.models.registry import Models
from mindseye.tasks import embed
from mindseye.types import RGB, Box


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


def why(
    search: Search, library: Library, models: Models, terms: tuple[Term, ...], space_name: str | None, picture: int
) -> Why:
    """Return which regions of a hit, and of the query's picture if it is one, made the score."""
    where = space(space_name or DEFAULT)
    if where == POINTS:
        return _by_points(search, library, terms, picture)
    vector = search.vector(terms, where)
    rgb = library.read(picture)
    other = embed.embed_picture(models, where, rgb)
    one = _only_picture(search, terms)
    by_cells = bool(where.model)
    return Why(
        score=float(vector @ other),
        exact=embed.is_linear(where),
        hit=embed.explain(models, where, vector, rgb) if by_cells else None,
        query=embed.explain(models, where, other, one) if by_cells and one is not None else None,
        query_width=None if one is None else one.shape[1],
        query_height=None if one is None else one.shape[0],
        points=_agreeing(one, rgb),
    )


def _by_points(search: Search, library: Library, terms: tuple[Term, ...], picture: int) -> Why:
    """Return the points that agree; local features have no cells."""
    from mindseye import verification

    query, hit = search.rgb(terms[0]), library.read(picture)
    found = verification.match(verification.features(query, verification.ASKED), verification.features(hit))
    return Why(found.score, False, None, None, query.shape[1], query.shape[0], points=found.points)


def _only_picture(search: Search, terms: tuple[Term, ...]) -> RGB | None:
    """Return the query's picture if it is a single whole one; a region's cells would lie elsewhere."""
    return search.rgb(terms[0]) if len(terms) == 1 and terms[0].box is None else None


def _agreeing(query: RGB | None, hit: RGB) -> NDArray[np.float32]:
    """Return the points on which both pictures agree, (n, 4), or none."""
    if query is None:
        return np.zeros((0, 4), np.float32)
    from mindseye import verification

    match = verification.match(verification.features(query, verification.ASKED), verification.features(hit))
    return match.points if match.convincing else np.zeros((0, 4), np.float32)
