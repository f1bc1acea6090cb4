"""What a run of the sketch benchmark keeps for looking at: a map of both kinds in one space, what each query found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye.benchmarks import kept, sketch
from mindseye.benchmarks.result import Result
from mindseye.benchmarks.sketch import AS_DRAWN, Embedded, Part
from mindseye.benchmarks.sketch_data import Pairs, Picture, read_pairs
from mindseye.descriptors.pooling import unit
from mindseye.types import RGB, Vectors

TILE = 64  # px of a small picture in the sprite
COLUMNS = 32  # small pictures in a row of it
SHOWN = 8  # hits of a query
NEIGHBOURS = 15.0  # t-SNE's perplexity: about two categories of eight or nine pictures


@dataclass(frozen=True, slots=True)
class Point:
    """A picture on the map, x and y 0–1; its small picture stands at its own place in the sprite, row by row."""

    x: float
    y: float
    kind: str  # photo or sketch
    category: str
    unseen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A drawing and the first photos that it found, untrained and trained; all are places in the list of points."""

    point: int
    part: str  # seen or unseen: whose photos are the gallery
    own: int | None  # the photo that was drawn, where it is in the gallery
    before: tuple[int, ...]
    after: tuple[int, ...]
    precision_before: float  # average precision, 0–1
    precision_after: float


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """Mean average precision of a category's drawings, untrained and trained."""

    category: str
    unseen: bool
    count: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Look:
    """A run to look at. `sprite` is the name of a WebP of all small pictures, `columns` in a row, `tile` px each."""

    model: str
    version: str
    data: str
    measured: str
    tile: int
    columns: int
    sprite: str
    points: tuple[Point, ...]
    asked: tuple[Asked, ...]
    categories: tuple[CategoryFigures, ...]  # the best first


class Tiles:
    """Collects the small pictures while the benchmark looks at the large ones."""

    def __init__(self) -> None:
        self.rows: list[RGB] = []

    def add(self, picture: Picture, rgb: RGB) -> None:
        """Keep the picture, its aspect kept, on a white square of TILE px."""
        self.rows.append(kept.small_square(rgb, TILE))

    def sprite(self) -> bytes:
        """Return all small pictures as one WebP, COLUMNS in a row."""
        return kept.sheet_of(self.rows, COLUMNS)


def look_at(result: Result, folder: Path, before: Embedded, after: Embedded, sprite: bytes) -> Look:
    """Return what there is to see of a run on this folder; the first place of the list is the first photo."""
    pairs = read_pairs(folder)
    places = flatten(np.concatenate([_centred(after.photos), _centred(after.sketches[AS_DRAWN])]))
    pictures = [("photo", one) for one in pairs.photos] + [("sketch", one) for one in pairs.sketches]
    points = [
        Point(round(float(x), 4), round(float(y), 4), kind, one.category, one.unseen)
        for (x, y), (kind, one) in zip(places, pictures, strict=True)
    ]
    cut = [part for part in sketch.parts(pairs) if part.name in ("seen", "unseen")]
    asked = [one for part in cut for one in _asked(part, pairs, before, after)]
    return Look(
        after.towers.name,
        after.towers.version,
        result.data,
        result.measured,
        TILE,
        COLUMNS,
        kept.sprite_name(sprite),
        tuple(points),
        tuple(sorted(asked, key=lambda one: one.point)),
        _categories(asked, points),
    )


def flatten(vectors: Vectors) -> NDArray[np.float64]:
    """Return (n, 2) in 0–1: neighbours in the space stay neighbours (t-SNE: van der Maaten and Hinton 2008)."""
    from sklearn.manifold import TSNE

    perplexity = min(NEIGHBOURS, (len(vectors) - 1) / 3)
    placed = TSNE(2, perplexity=perplexity, init="pca", random_state=0).fit_transform(vectors).astype(np.float64)
    low, high = placed.min(axis=0), placed.max(axis=0)
    flat: NDArray[np.float64] = (placed - low) / np.maximum(high - low, 1e-9)
    return flat


def _centred(vectors: Vectors) -> Vectors:
    """Return the vectors of one kind without what all of them share, of unit length again.

    All photos have something in common that no drawing has; a map of the raw vectors shows that and little else, though
    a drawing's ranking of photos does not depend on it: it adds the same to each photo's score.
    """
    return unit(vectors - vectors.mean(axis=0))


def _asked(part: Part, pairs: Pairs, before: Embedded, after: Embedded) -> list[Asked]:
    """Return every query of a part; drawings stand behind the photos in the list of points."""
    orders = [sketch.orders(part, one.sketches[AS_DRAWN], one.photos) for one in (before, after)]
    precisions = [sketch.average_precisions(part, order) for order in orders]
    ids = {(pairs.photos[i].category, pairs.photos[i].photo_id): int(i) for i in part.gallery}
    return [
        Asked(
            len(pairs.photos) + int(query),
            part.name,
            ids.get((pairs.sketches[query].category, pairs.sketches[query].photo_id)),
            tuple(map(int, orders[0][row, :SHOWN])),
            tuple(map(int, orders[1][row, :SHOWN])),
            round(precisions[0][row], 4),
            round(precisions[1][row], 4),
        )
        for row, query in enumerate(part.queries)
    ]


def _categories(asked: Sequence[Asked], points: Sequence[Point]) -> tuple[CategoryFigures, ...]:
    found: dict[tuple[str, bool], list[Asked]] = {}
    for one in asked:
        found.setdefault((points[one.point].category, points[one.point].unseen), []).append(one)
    figures = [
        CategoryFigures(
            category,
            unseen,
            len(own),
            round(float(np.mean([one.precision_before for one in own])), 4),
            round(float(np.mean([one.precision_after for one in own])), 4),
        )
        for (category, unseen), own in found.items()
    ]
    return tuple(sorted(figures, key=lambda one: (-one.after, one.category)))
