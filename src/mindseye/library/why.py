"""Why a picture was found: which of its regions, and which of the query's, made the score."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.spaces import POINTS
from mindseye.library import merging
from mindseye.library.library import Library
from mindseye.library.search import Search
from mindseye.library.stopwatch import Stopwatch
from mindseye.library.terms import Side, Taken, Term, spaces_of
from mindseye.library.texts import MatchedText, Texts
from mindseye.models.registry import Models
from mindseye.tasks import embed, sketch, words
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
    """Return which regions of a hit, and of the query's picture if it is one, made the score; and its texts, for words.

    The score is that of the spaces alone, without what texts add.
    """
    watch = Stopwatch()
    taken = search.terms.take(terms, watch)
    spaces = spaces_of(taken, space_name)
    where = spaces[0]
    if where == POINTS:
        return _by_points(search, library, terms, picture)
    sides = search.terms.mix(taken, spaces, watch).sides
    texts = Texts(library.catalogue, models).of_picture(picture, merging.sought(taken).words)
    if not sides:  # no word is known: texts alone answered
        return Why(0.0, False, None, None, None, None, texts=texts)
    rgb = library.read(picture)
    other = embed.embed_picture(models, where, rgb)
    one = _only_picture(search, taken)
    found = Why(
        score=float(sides[0].vector @ other),
        exact=all(embed.is_linear(side.where) for side in sides),
        hit=embed.explain(models, where, sides[0].vector, rgb) if where.model else None,
        query=None,
        query_width=None if one is None else one.shape[1],
        query_height=None if one is None else one.shape[0],
        words=_by_words(models, taken, other),
        texts=texts,
    )
    if len(sides) > 1:
        return _fused(models, found, sides, rgb)
    if one is None:
        return found
    if taken.drawings:
        cells = sketch.explain(models, taken.drawings[0], other)
        return replace(found, query=cells, query_box=taken.drawings[0].box)
    own = embed.explain(models, where, other, one) if where.model else None
    return replace(found, query=own, points=_agreeing(one, rgb))


def _fused(models: Models, found: Why, sides: tuple[Side, ...], rgb: RGB) -> Why:
    """Return the reasons of a hit in several spaces: the cells of each, weighed as their cosines are, and added up."""
    first, score, cells = sides[0].where, sides[0].where.weak, np.zeros((1, 1), np.float32)
    weights = merging.shares(sides)
    whole = sum(weight for weight in weights if weight > 0) or sum(map(abs, weights))
    for side, weight in zip(sides, weights, strict=True):
        where, vector = side.where, np.asarray(-side.vector if side.is_unlike else side.vector, np.float32)
        cosine = float(vector @ embed.embed_picture(models, where, rgb))
        if side.is_unlike and cosine < where.weak:
            continue
        slope = weight / whole * (first.strong - first.weak) / (where.strong - where.weak)
        score += slope * (cosine - where.weak)
        cells = cells + slope * embed.explain(models, where, vector, rgb) if where.model else cells
    cells = cells + (score - float(cells.sum())) / cells.size  # what the marks of the scales add, spread evenly
    return replace(found, score=score, hit=np.asarray(cells, np.float32) if cells.size > 1 else None)


def _by_words(models: Models, taken: Taken, other: NDArray[np.float32]) -> tuple[WordShare, ...]:
    """Return what each word of a query that is words alone adds to its cosine with a picture's vector (dim,).

    That is by how much the cosine falls without it (Zeiler and Fergus 2014 do so with parts of pictures); the only
    word of a text makes all of it.
    """
    if len(taken.terms) != 1 or not taken.has_words or taken.terms[0].weight <= 0:
        return ()
    wording = taken.wordings[0]
    assert wording.vector is not None
    whole = float(wording.vector @ other)
    found = []
    for place, word in enumerate(wording.known):
        rest = " ".join((*wording.known[:place], *wording.known[place + 1 :]))
        without = float(words.embed(models, rest).vector @ other) if rest else 0.0
        found.append(WordShare(word, whole - without))
    return tuple(found)


def _by_points(search: Search, library: Library, terms: tuple[Term, ...], picture: int) -> Why:
    """Return the points that agree; local features have no cells."""
    from mindseye import verification

    query, hit = search.terms.rgb(terms[0]), library.read(picture)
    found = verification.match(verification.features(query, verification.ASKED), verification.features(hit))
    return Why(found.score, False, None, None, query.shape[1], query.shape[0], points=found.points)


def _only_picture(search: Search, taken: Taken) -> RGB | None:
    """Return the query's picture if it is a single whole one; a region's cells would lie elsewhere."""
    only = taken.terms[0]
    is_one = len(taken.terms) == 1 and only.kind != "words" and only.box is None
    return search.terms.rgb(only) if is_one else None


def _agreeing(query: RGB, hit: RGB) -> NDArray[np.float32]:
    """Return the points on which both pictures agree, (n, 4), or none."""
    from mindseye import verification

    match = verification.match(verification.features(query, verification.ASKED), verification.features(hit))
    return match.points if match.convincing else np.zeros((0, 4), np.float32)
