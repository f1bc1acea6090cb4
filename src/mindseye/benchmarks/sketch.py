"""Benchmark `sketch`: how well and how fast photos are found by a drawing, with the served models.

Protocol: photos and drawings of the part `test` of a list; nothing else of the list is read. Photos are embedded as
indexing does, drawings as a search does (one that is taken for a photo is searched as a photo, and counted). Each
drawing ranks the whole gallery of its part by the cosine, and the best of it anew as a search does if nothing else is
asked for (`rerank`); rows with rerank = `none` are of the cosine alone. `seen`: photos and drawings of the
categories that the models learned from; `unseen`: of the categories that were kept from them; `five`: five categories
alone (airplane, alarm clock, ape, apple, ant), the gallery too; in these three a photo of the drawing's category is
right. `instance`: photos that have drawings of their own, and only the very photo that was drawn is right. `map` is the
mean over queries of average precision over the whole gallery. `precision@6` is right hits among the first six, divided
by six, or by the number of right photos in the gallery where there are fewer; `precision@6_strict` divides by six;
`r_precision` counts among the first as many as there are right photos, and divides by as many.
Rows with `strokes` put the same drawings, of `seen`, drawn otherwise: with a pen twice or three times as wide, at half
the size in a corner, light on dark, in blue on cream, without the lowest third of the ink. Rows with towers =
`untrained` let the photo network look at drawing and photo alike, in the space `photo`: what there was before training.
Latency is one drawing at a time on one thread, from the decoded picture to its vector.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye import images, metrics, ranking
from mindseye.benchmarks.result import Result, Row
from mindseye.benchmarks.sketch_data import Pairs, Picture, read_pairs
from mindseye.benchmarks.sketch_towers import Towers
from mindseye.benchmarks.strokes import VARIATIONS
from mindseye.errors import DataError, ImageError, RequestError
from mindseye.models.registry import Models
from mindseye.tasks import embed
from mindseye.types import RGB, ImageLimits, Vectors

FIVE = ("airplane", "alarm_clock", "ape", "apple", "ant")
AS_DRAWN = ""  # the name of no variation
NO_RERANK = "none"
RANKS = (1, 5, 10)

Places = NDArray[np.int64]
Report = Callable[[int, int], None]
Watch = Callable[[Picture, RGB], None]


@dataclass(frozen=True, slots=True)
class Part:
    """Some drawings, the photos that they are put to, and which of these are right."""

    name: str
    queries: Places  # (n,), places in Pairs.sketches
    gallery: Places  # (m,), places in Pairs.photos
    right: NDArray[np.bool_]  # (n, m)


@dataclass
class Embedded:
    """What one pair of towers makes of all pictures; drawings by variation, "" for as they are."""

    towers: Towers
    photos: Vectors
    sketches: dict[str, Vectors] = field(default_factory=dict)  # rows are those of Pairs.sketches, zeros if not asked
    milliseconds: list[float] = field(default_factory=list)
    as_photos: list[bool] = field(default_factory=list)


def run(
    models: Models,
    data: Path,
    towers: Sequence[Towers],
    report: Report = lambda done, total: None,
    limits: ImageLimits | None = None,
    watch: Watch = lambda picture, rgb: None,
) -> tuple[Result, list[Embedded]]:
    """Measure pairs of towers on one folder (see `sketch_data.read_pairs`); also return the vectors, for looking at.

    `watch` sees every photo, then every drawing, once, in the order of the list. Raises DataError for other folders.
    """
    pairs, allowed = read_pairs(data), limits or ImageLimits()
    total = len(pairs.photos) + len(pairs.sketches)
    found = _embed_photos(models, pairs, towers, allowed, watch, lambda done: report(done, total))
    _embed_sketches(pairs, found, allowed, watch, lambda done: report(len(pairs.photos) + done, total))
    cut = parts(pairs)
    rows = [row for one in found for row in _rows(one, cut, pairs)]
    return Result("sketch", str(data), rows), found


def parts(pairs: Pairs) -> list[Part]:
    """Return those of the four parts that the data has drawings and photos for."""
    by_class = [
        _part("seen", pairs, lambda one: not one.unseen),
        _part("unseen", pairs, lambda one: one.unseen),
        _part("five", pairs, lambda one: one.category in FIVE),
    ]
    if not set(FIVE) <= {photo.category for photo in pairs.photos}:
        by_class.pop()
    return [part for part in [*by_class, _instances(pairs)] if len(part.queries)]


def orders(part: Part, sketches: Vectors, photos: Vectors, rerank: str = ranking.DEFAULT) -> Places:
    """Return for each query of a part the places in Pairs.photos of its gallery, best first: (n, m)."""
    queries, gallery = sketches[part.queries], photos[part.gallery]
    scores = queries @ gallery.T
    order = np.argsort(-scores, axis=1, kind="stable")
    if rerank != NO_RERANK:
        method, best = ranking.method(rerank), order[:, : ranking.CANDIDATES]
        for query, row, own in zip(queries, best, scores, strict=True):  # rows are views: in place
            row[:] = row[np.argsort(-method(query, gallery[row], own[row]), kind="stable")]
    found: Places = part.gallery[order]
    return found


def average_precisions(part: Part, order: Places) -> list[float]:
    """Return the average precision of each query of a part."""
    pairs = zip(order, part.right, strict=True)
    return [metrics.average_precision(hits, part.gallery[right]) for hits, right in pairs]


def _part(name: str, pairs: Pairs, belongs: Callable[[Picture], bool]) -> Part:
    queries = _places(belongs(one) for one in pairs.sketches)
    gallery = _places(belongs(one) for one in pairs.photos)
    asked = np.array([pairs.sketches[i].category for i in queries])
    there = np.array([pairs.photos[i].category for i in gallery])
    return Part(name, queries, gallery, asked[:, None] == there[None, :])


def _instances(pairs: Pairs) -> Part:
    """Photos that were drawn, and their drawings. Ids are unique only within a category."""
    drawn = {(one.category, one.photo_id) for one in pairs.sketches if one.photo_id}
    gallery = _places((one.category, one.photo_id) in drawn for one in pairs.photos)
    ids = [(pairs.photos[i].category, pairs.photos[i].photo_id) for i in gallery]
    queries = _places((one.category, one.photo_id) in set(ids) for one in pairs.sketches)
    asked = [(pairs.sketches[i].category, pairs.sketches[i].photo_id) for i in queries]
    right = np.array([[own == other for other in ids] for own in asked], bool).reshape(len(asked), len(ids))
    return Part("instance", queries, gallery, right)


def _places(wanted: Iterable[bool]) -> Places:
    return np.nonzero(np.fromiter(wanted, bool))[0].astype(np.int64)


# ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _embed_photos(
    models: Models,
    pairs: Pairs,
    towers: Sequence[Towers],
    limits: ImageLimits,
    watch: Watch,
    report: Callable[[int], None],
) -> list[Embedded]:
    """Return every photo's vector for each pair of towers, from one pass of the network."""
    spaces = [one.space for one in towers]
    rows: list[list[NDArray[np.float32]]] = [[] for _ in towers]
    for done, picture in enumerate(pairs.photos, start=1):
        rgb = _read(picture, limits)
        watch(picture, rgb)
        vectors = dict(embed.embed_in_all(models, spaces, rgb))
        for own, space in zip(rows, spaces, strict=True):
            own.append(vectors[space])
        report(done)
    return [Embedded(one, np.stack(own)) for one, own in zip(towers, rows, strict=True)]


def _embed_sketches(
    pairs: Pairs, found: Sequence[Embedded], limits: ImageLimits, watch: Watch, report: Callable[[int], None]
) -> None:
    """Add every drawing's vector, the towers taking turns; drawn otherwise too if it is of a seen category."""
    for one in found:
        shape = len(pairs.sketches), one.photos.shape[1]
        one.sketches = {name: np.zeros(shape, np.float32) for name in _asked(one.towers)}
    for number, picture in enumerate(pairs.sketches):
        rgb = _read(picture, limits)
        watch(picture, rgb)
        for one in found:
            started = time.perf_counter()
            vector, as_photo = _drawn(one.towers, picture, rgb)
            one.milliseconds.append(1000 * (time.perf_counter() - started))
            one.as_photos.append(as_photo)
            one.sketches[AS_DRAWN][number] = vector
            for name in _asked(one.towers) if not picture.unseen else ():
                if name != AS_DRAWN:
                    one.sketches[name][number] = _drawn(one.towers, picture, VARIATIONS[name](rgb, number))[0]
        report(number + 1)


def _asked(towers: Towers) -> tuple[str, ...]:
    return (AS_DRAWN, *VARIATIONS) if towers.trained else (AS_DRAWN,)


def _drawn(towers: Towers, picture: Picture, rgb: RGB) -> tuple[NDArray[np.float32], bool]:
    try:
        return towers.embed_drawing(rgb)
    except RequestError as error:
        raise DataError(f"The sketch {picture.name} cannot be searched by: {error}") from error


def _read(picture: Picture, limits: ImageLimits) -> RGB:
    try:
        return images.read(picture.path, limits)
    except ImageError as error:
        raise DataError(f"{picture.name} is in the list but cannot be read: {error}") from error


# ── counting ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rows(one: Embedded, cut: Sequence[Part], pairs: Pairs) -> Iterable[Row]:
    for part in cut:
        names = [name for name in one.sketches if name == AS_DRAWN or part.name == "seen"]
        for name in names:
            yield _row(one, part, name, pairs, ranking.DEFAULT)
        yield _row(one, part, AS_DRAWN, pairs, NO_RERANK)


def _row(one: Embedded, part: Part, strokes: str, pairs: Pairs, rerank: str) -> Row:
    order = orders(part, one.sketches[strokes], one.photos, rerank)
    setting: dict[str, str | int | float | bool] = {
        "part": part.name,
        "towers": "trained" if one.towers.trained else "untrained",
        "strokes": strokes,
        "rerank": rerank,
        "gallery": len(part.gallery),
        "categories": len({pairs.photos[place].category for place in part.gallery}),
        "version": one.towers.version,
    }
    figures = _figures(part, order)
    if strokes == AS_DRAWN:
        figures["taken_for_photos"] = float(np.mean([one.as_photos[place] for place in part.queries]))
        p50, p95 = metrics.percentiles([one.milliseconds[place] for place in part.queries])
        figures |= {"latency_ms_p50": p50, "latency_ms_p95": p95}
    return Row(one.towers.name, len(part.queries), figures, setting)


def _figures(part: Part, order: Places) -> dict[str, float]:
    """Return the means over the queries of a part; where but one photo is right, only whether it is among the first."""
    asked = [(hits, part.gallery[right]) for hits, right in zip(order, part.right, strict=True)]

    def mean(figure: Callable[[Places, Places], float]) -> float:
        return float(np.mean([figure(hits, positives) for hits, positives in asked]))

    recalls = {f"recall@{k}": mean(partial(metrics.recall_at, k)) for k in RANKS}
    if part.name == "instance":
        return recalls
    return {
        "map": metrics.mean_average_precision(average_precisions(part, order)),
        "precision@6": mean(partial(metrics.attainable_precision_at, 6)),
        "precision@6_strict": mean(partial(metrics.precision_at, 6)),
        "r_precision": mean(metrics.r_precision),
        **recalls,
    }
