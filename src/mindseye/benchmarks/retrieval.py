"""Benchmark `retrieval`: how well and how fast pictures are found by a picture, with the served models.

Protocol: every picture of the database (and every distractor) is decoded and embedded as indexing does. A query's
vector comes from its own file, of the part in its box where the ground truth has one, as the product does it; the whole
database is ranked by inner product; the query itself, where it is in the database, and junk are taken out before
anything is counted. Re-ranking and verification see the best hits only, as in the product, without the query's own
picture; the others keep their order behind them. Average precision is the mean over positives of the precision at their
ranks, over the whole ranking. N-S score counts the query itself, as UKBench does. Distractors are never right. Latency
is one query at a time on one thread, from the decoded picture to the order, so with the network's pass, exact search,
re-ranking and verification; `images_per_s` is decoding and embedding of the database on one thread.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye import images, metrics, ranking
from mindseye.benchmarks.local_check import LocalCheck
from mindseye.benchmarks.result import Mistake, Result, Row
from mindseye.benchmarks.retrieval_data import Collection, Query, pictures_in, read_collection
from mindseye.descriptors.spaces import DEFAULT, SPACES, Space
from mindseye.errors import DataError, ImageError, unknown
from mindseye.models.registry import Models
from mindseye.tasks import embed
from mindseye.types import RGB, ImageLimits, Vectors

Places = NDArray[np.int64]  # rows of the database
NONE = "none"  # the name of doing without re-ranking
MOST_EXAMPLES = 12
SHOWN = 8  # hits of an example
SIDE = 96  # px of a hit in an example


@dataclass
class Base:
    """The database as it is searched: names, vectors of each space, and what decoding and embedding took."""

    names: list[str]
    files: list[Path]
    vectors: dict[str, Vectors]
    seconds: float
    check: LocalCheck | None = None
    skipped: list[str] = field(default_factory=list)

    def places(self, names: frozenset[str]) -> Places:
        known = {name: place for place, name in enumerate(self.names)}
        return np.array(sorted(known[name] for name in names if name in known), np.int64)


@dataclass
class Tally:
    """What one setting has found so far."""

    precisions: list[float] = field(default_factory=list)
    figures: dict[str, list[float]] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    rankings: list[Places] = field(default_factory=list)  # the first few of each, for examples


def run(
    models: Models,
    data: Path,
    spaces: Sequence[str] = (),
    rerank: Sequence[str] = (),
    distractors: Path | None = None,
    report: Callable[[int, int], None] = lambda done, total: None,
    verify: int = 0,
    limits: ImageLimits | None = None,
    examples: bool = False,
) -> Result:
    """Measure each space with each re-ranking on one collection; by default the ones that a search uses.

    `distractors` is a folder of pictures that are added to the database, `verify` how many of the best hits are checked
    point by point (0: none). `examples` keeps pictures of the worst queries. Unknown names: NotFoundError.
    """
    chosen = [_space(name) for name in dict.fromkeys(spaces or (DEFAULT,))]
    methods = list(dict.fromkeys(rerank or (ranking.DEFAULT,)))
    for name in methods:
        _ = name == NONE or ranking.method(name)
    collection, allowed = read_collection(data), limits or ImageLimits()
    files = pictures_in(distractors) if distractors else []
    total = len(collection.database) + len(files) + len(collection.queries)
    base = _embed_all(models, collection, files, chosen, allowed, lambda done: report(done, total), verify > 0)
    tallies: dict[tuple[str, str], Tally] = {(s.name, m): Tally() for s in chosen for m in methods}
    for number, query in enumerate(collection.queries):
        _ask(models, collection, base, query, chosen, tallies, verify, allowed)
        report(len(base.names) + number + 1, total)
    rows = [
        _row(models, where, method, collection, base, tallies[where.name, method], verify, len(files), examples)
        for where in chosen
        for method in methods
    ]
    return Result("retrieval", str(data), rows)


def search(
    vector: NDArray[np.float32], vectors: Vectors, method: str, own: int | None
) -> tuple[Places, NDArray[np.float32]]:
    """Return all rows but the query's own, best first, and all rows' cosines; the best few hundred re-ranked."""
    scores = vectors @ vector
    order = np.argsort(-scores, kind="stable")
    order = order if own is None else order[order != own]
    if method != NONE:
        best = order[: ranking.CANDIDATES]
        again = ranking.method(method)(vector, vectors[best], scores[best])
        order = np.concatenate([best[np.argsort(-again, kind="stable")], order[ranking.CANDIDATES :]])
    return order.astype(np.int64), scores


def _space(name: str) -> Space:
    """Return a space of vectors; local features are no vectors, they come with `verify`."""
    if name not in SPACES:
        raise unknown("space of vectors", name, list(SPACES))
    return SPACES[name]


def _embed_all(
    models: Models,
    collection: Collection,
    distractors: Sequence[Path],
    chosen: Sequence[Space],
    limits: ImageLimits,
    report: Callable[[int], None],
    local: bool,
) -> Base:
    """Return the database in every space. A picture that cannot be read is an error, a distractor is passed over."""
    base = Base([], [], {}, 0.0, LocalCheck() if local else None)
    found: dict[str, list[NDArray[np.float32]]] = {where.name: [] for where in chosen}
    files = [(name, collection.folder / name) for name in collection.database] + [(str(p), p) for p in distractors]
    for done, (name, path) in enumerate(files, start=1):
        started = time.perf_counter()
        try:
            rgb = images.read(path, limits)
        except ImageError as error:
            if done <= len(collection.database):
                raise DataError(f"{path} is in the ground truth but cannot be read: {error}") from error
            base.skipped.append(str(error))
            continue
        for where, vector in embed.embed_in_all(models, chosen, rgb):
            found[where.name].append(vector)
        base.seconds += time.perf_counter() - started
        if base.check:
            base.check.add(len(base.names), rgb)
        base.names.append(name)
        base.files.append(path)
        report(done)
    base.vectors = {name: np.stack(vectors) for name, vectors in found.items()}
    return base


def _ask(
    models: Models,
    collection: Collection,
    base: Base,
    query: Query,
    chosen: Sequence[Space],
    tallies: dict[tuple[str, str], Tally],
    verify: int,
    limits: ImageLimits,
) -> None:
    """Put one query in every setting; each setting's time counts a pass of the network of its own."""
    try:
        rgb = images.read(collection.folder / query.name, limits)
    except ImageError as error:
        raise DataError(f"The query {query.name} cannot be read: {error}") from error
    part = embed.cropped(rgb, query.box) if query.box else rgb
    own = base.names.index(query.name) if query.name in base.names[: len(collection.database)] else None
    positives, junk = base.places(query.positives), base.places(query.junk)
    for where in chosen:
        started = time.perf_counter()
        vector = embed.embed_picture(models, where, rgb, query.box)
        embedding = time.perf_counter() - started
        for method in [method for name, method in tallies if name == where.name]:
            tally, started = tallies[where.name, method], time.perf_counter()
            order, _ = search(vector, base.vectors[where.name], method, own)
            if verify and base.check:
                order = base.check.reorder(part, order, verify, own)
            tally.milliseconds.append(1000 * (embedding + time.perf_counter() - started))
            _count(tally, order, positives, junk)


def _count(tally: Tally, order: Places, positives: Places, junk: Places) -> None:
    tally.precisions.append(metrics.average_precision(order, positives, junk))
    figures = {f"recall@{k}": metrics.recall_at(k, order, positives, junk) for k in (1, 5, 10)}
    figures |= {f"precision@{k}": metrics.precision_at(k, order, positives, junk) for k in (1, 6, 20)}
    figures["ns_score"] = metrics.ns_score(order, positives)
    for name, value in figures.items():
        tally.figures.setdefault(name, []).append(value)
    tally.rankings.append(order[~np.isin(order, junk)][:SHOWN])


def _row(
    models: Models,
    where: Space,
    method: str,
    collection: Collection,
    base: Base,
    tally: Tally,
    verify: int,
    distractors: int,
    examples: bool,
) -> Row:
    wanted = ["recall@1", "recall@5", "recall@10"]
    wanted += ["precision@6", "precision@20"] if collection.by_class else []
    wanted += ["ns_score"] if collection.groups_of_four else []
    p50, p95 = metrics.percentiles(tally.milliseconds)
    figures = {
        "map": metrics.mean_average_precision(tally.precisions),
        **{name: float(np.mean(tally.figures[name])) for name in wanted},
        "latency_ms_p50": p50,
        "latency_ms_p95": p95,
        "images_per_s": len(base.names) / max(base.seconds, 1e-9),
    }
    setting: dict[str, str | int | float | bool] = {
        "descriptor": where.name,
        "rerank": method,
        "verify": verify,
        "dim": where.dim,
        "database": len(collection.database),
        "distractors": distractors - len(base.skipped),
        "version": embed.version(models, where),
    }
    shown = _examples(collection, base, tally) if examples else None
    return Row(where.model or where.name, len(collection.queries), figures, setting, mistakes=shown)


def _examples(collection: Collection, base: Base, tally: Tally) -> list[Mistake]:
    """Return the queries with the lowest average precision, each as a strip: the query, then its first hits."""
    worst = np.argsort(tally.precisions, kind="stable")[:MOST_EXAMPLES]
    found = []
    for number in worst:
        query, hits = collection.queries[number], tally.rankings[number]
        right = np.isin(hits, base.places(query.positives))
        first = base.names[int(hits[0])] if len(hits) else ""
        strip = _strip(collection.folder / query.name, query, [base.files[int(h)] for h in hits], right)
        png = "data:image/png;base64," + base64.b64encode(images.encode_png(strip)).decode()
        truth = ", ".join(sorted(query.positives)[:3])
        found.append(Mistake(query.name, truth, first, float(tally.precisions[number]), png))
    return found


def _strip(file: Path, query: Query, hits: Sequence[Path], right: NDArray[np.bool_]) -> RGB:
    """Return (SIDE, …, 3): the query and its hits side by side, a green bar under the right ones, red under others."""
    import cv2

    first = images.read(file, ImageLimits())
    tiles = [embed.cropped(first, query.box) if query.box else first, *(images.read(p, ImageLimits()) for p in hits)]
    squares = [cv2.resize(tile, (SIDE, SIDE), interpolation=cv2.INTER_AREA) for tile in tiles]
    for square, good in zip(squares[1:], right, strict=True):
        square[-6:] = (42, 157, 111) if good else (214, 69, 69)
    gap = np.full((SIDE, 4, 3), 255, np.uint8)
    return np.concatenate([part for square in squares for part in (square, gap)][:-1], axis=1)
