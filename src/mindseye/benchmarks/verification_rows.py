"""Rows of the benchmark of local verification alone: no network, only local features, their index and the check.

Protocol: every picture of the database (and every distractor) is decoded, its features are packed as the catalogue
keeps them, and indexed. A query's picture is searched for in the index of local features; its `shortlist` best
candidates are unpacked and checked; the order is convincing matches first, by inliers, then the others as the index
had them. `candidates@1` is recall before the check, `candidates` the share of queries with a positive in the shortlist.
Latency is one query at a time, from the decoded picture to the order, features included. `false_acceptance` is the
share of random pairs of distractors whose match is convincing; a few pairs of some sets do show the same thing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mindseye import images, metrics, verification
from mindseye.benchmarks.result import Row
from mindseye.benchmarks.retrieval_data import Collection, Query, pictures_in, read_collection
from mindseye.errors import DataError, ImageError
from mindseye.tasks import embed
from mindseye.types import RGB, ImageLimits
from mindseye.verification import LocalIndex

SHORTLIST = 30
PAIRS = 5_000  # for false acceptance
BATCH = 256  # pictures put into the index at once


@dataclass
class Searched:
    """A database as local verification sees it."""

    packed: list[bytes]
    index: LocalIndex
    described_ms: float  # a picture, decoding not counted
    indexed_ms: float


def verification_rows(
    data: Path,
    distractors: Path | None = None,
    shortlist: int = SHORTLIST,
    pairs: int = PAIRS,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> list[Row]:
    """Return a row for the collection alone and, with a folder of distractors, one more with these in the database.

    Raises DataError if `data` is of no known layout or a picture of it cannot be read; distractors that cannot be read
    are passed over.
    """
    collection = read_collection(data)
    files = [collection.folder / name for name in collection.database]
    more = pictures_in(distractors) if distractors else []
    packed, milliseconds = _describe([*files, *more], len(files), report)
    rows = [_row(collection, _indexed(packed[: len(files)], milliseconds), 0, shortlist)]
    if more:
        row = _row(collection, _indexed(packed, milliseconds), len(packed) - len(files), shortlist)
        row.metrics["false_acceptance"] = false_acceptance(packed[len(files) :], pairs)
        row.setting["pairs"] = pairs
        rows.append(row)
    return rows


def false_acceptance(packed: Sequence[bytes], pairs: int, seed: int = 5) -> float:
    """Return the share of random pairs of different pictures that match convincingly."""
    rng, accepted = np.random.default_rng(seed), 0
    for _ in range(pairs):
        first, second = rng.choice(len(packed), 2, replace=False)
        match = verification.match(verification.unpack(packed[first]), verification.unpack(packed[second]))
        accepted += match.convincing
    return accepted / max(1, pairs)


def search(asked: verification.Features, base: Searched, shortlist: int, own: int | None) -> tuple[list[int], int]:
    """Return the places of the database that were looked at, best first, and the index's own first (−1: none)."""
    named = [hit.id for hit in base.index.candidates(asked, shortlist + 1) if hit.id != own][:shortlist]
    matches = {place: verification.match(asked, verification.unpack(base.packed[place])) for place in named}
    order = sorted(named, key=lambda place: -matches[place].inliers if matches[place].convincing else 0)
    return order, named[0] if named else -1


def _describe(
    files: Sequence[Path], needed: int, report: Callable[[int, int], None]
) -> tuple[list[bytes], list[float]]:
    packed, milliseconds = [], []
    for done, path in enumerate(files, start=1):
        try:
            rgb = images.read(path, ImageLimits())
        except ImageError as error:
            if done <= needed:
                raise DataError(f"{path} is in the ground truth but cannot be read: {error}") from error
            continue
        started = time.perf_counter()
        packed.append(verification.pack(verification.features(rgb)))
        milliseconds.append(1000 * (time.perf_counter() - started))
        report(done, len(files))
    return packed, milliseconds


def _indexed(packed: list[bytes], milliseconds: list[float]) -> Searched:
    index, started = LocalIndex(), time.perf_counter()
    for first in range(0, len(packed), BATCH):
        some = packed[first : first + BATCH]
        index.put(np.arange(first, first + len(some)), [verification.unpack(data) for data in some])
    taken = 1000 * (time.perf_counter() - started) / max(1, len(packed))
    return Searched(packed, index, float(np.median(milliseconds[: len(packed)])), taken)


def _row(collection: Collection, base: Searched, distractors: int, shortlist: int) -> Row:
    right, first, within, milliseconds = [], [], [], []
    for query in collection.queries:
        rgb = _read(collection, query)
        positives = {collection.database.index(name) for name in query.positives}
        own = collection.database.index(query.name) if query.name in collection.database else None
        started = time.perf_counter()
        order, nearest = search(verification.features(rgb, verification.ASKED), base, shortlist, own)
        milliseconds.append(1000 * (time.perf_counter() - started))
        right.append(bool(order) and order[0] in positives)
        first.append(nearest in positives)
        within.append(bool(positives & set(order)))
    p50, p95 = metrics.percentiles(milliseconds)
    figures = {
        "recall@1": float(np.mean(right)),
        "candidates@1": float(np.mean(first)),
        "candidates": float(np.mean(within)),
        "latency_ms_p50": p50,
        "latency_ms_p95": p95,
        "describe_ms": base.described_ms,
        "index_ms": base.indexed_ms,
        "bytes": float(np.mean([len(data) for data in base.packed])),
    }
    setting: dict[str, str | int | float | bool] = {"shortlist": shortlist, "distractors": distractors}
    return Row("local", len(collection.queries), figures, setting | {"database": len(collection.database)})


def _read(collection: Collection, query: Query) -> RGB:
    try:
        rgb = images.read(collection.folder / query.name, ImageLimits())
    except ImageError as error:
        raise DataError(f"The query {query.name} cannot be read: {error}") from error
    return embed.cropped(rgb, query.box) if query.box else rgb
