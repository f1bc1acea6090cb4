"""An inverted file of some pictures: for each word, the features that are near it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.types import Ids
from mindseye.verification.learned import learned
from mindseye.verification.local_features import Features
from mindseye.verification.words import Worded, worded

GONE = -1  # features of a picture that was dropped: a note for the segments before this one
NEAR = 20  # bits of 64 in which two signatures may differ
OCTAVE = 8  # steps of a scale within a doubling
MOST_AT_ONCE = 2_000_000  # entries compared at once, so that memory stays bounded


@dataclass(frozen=True, slots=True)
class Segment:
    """Features sorted by word: those of word w are `starts[w]` to `starts[w + 1]`. Never changed once made."""

    ids: Ids  # (pictures,)
    counts: NDArray[np.int64]  # (pictures,) features of each, or GONE
    starts: NDArray[np.int64]  # (words + 1,)
    signatures: NDArray[np.uint64]  # (features,)
    rows: NDArray[np.uint32]  # (features,) which of these pictures
    views: NDArray[np.uint8]  # (features, 2) angle in 1/256 of a turn, scale in 1/8 of a doubling


@dataclass(frozen=True, slots=True)
class Votes:
    """Pairs of alike features, one a row: (asked feature, picture) and how they differ."""

    asked: NDArray[np.int64]
    rows: NDArray[np.int64]
    bits: NDArray[np.int64]  # by which the signatures differ
    turn: NDArray[np.int64]  # in 1/256 of a full turn, 0–255
    zoom: NDArray[np.int64]  # in 1/8 of a doubling, signed


def make(ids: Ids, features: Sequence[Features]) -> Segment:
    """Return the segment of some pictures; an id that comes twice counts as it comes last."""
    counts = np.array([len(f) for f in features], np.int64)
    found = worded(np.concatenate([f.descriptors for f in features]))
    angles, scales = (np.concatenate([getattr(f, name) for f in features]) for name in ("angles", "scales"))
    rows = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    return _sorted(ids, counts, found.words[:, 0], found.signatures[:, 0], rows, _views(angles, scales))


def tombstones(ids: Ids) -> Segment:
    """Return a segment that says only that these pictures have gone."""
    none = np.zeros(0, np.int64)
    views = np.zeros((0, 2), np.uint8)
    return _sorted(ids, np.full(len(ids), GONE), none, none.astype(np.uint64), none.astype(np.uint32), views)


def alive(segments: Sequence[Segment]) -> list[NDArray[np.bool_]]:
    """Return for each segment which of its pictures count: no later one has the same id, and it is no tombstone."""
    if not segments:
        return []
    ids = np.concatenate([s.ids for s in segments])
    kept = np.zeros(len(ids), bool)
    kept[len(ids) - 1 - np.unique(ids[::-1], return_index=True)[1]] = True
    kept &= np.concatenate([s.counts for s in segments]) != GONE
    return np.split(kept, np.cumsum([len(s.ids) for s in segments])[:-1])


def merged(segments: Sequence[Segment], living: Sequence[NDArray[np.bool_]], keep_tombstones: bool) -> Segment:
    """Return one segment of the living pictures of several, and of their tombstones if older segments need them."""
    chosen = [a | (keep_tombstones & (s.counts == GONE)) for s, a in zip(segments, living, strict=True)]
    parts, offset = [], 0
    for part, kept in zip(segments, chosen, strict=True):
        some = kept[part.rows]
        words = np.repeat(np.arange(len(part.starts) - 1), np.diff(part.starts))[some]
        rows = (np.cumsum(kept) - 1 + offset).astype(np.uint32)[part.rows[some]]
        parts.append((part.ids[kept], part.counts[kept], words, part.signatures[some], rows, part.views[some]))
        offset += int(kept.sum())
    return _sorted(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def votes(segment: Segment, asked: Features, found: Worded, counted: NDArray[np.bool_]) -> Iterator[Votes]:
    """Yield the pairs of asked features and features of the same word with signatures alike, of counted pictures."""
    view = _views(asked.angles, asked.scales).astype(np.int64)
    for column in range(found.words.shape[1]):
        firsts = segment.starts[found.words[:, column]]
        lengths = segment.starts[found.words[:, column] + 1] - firsts
        cuts = np.flatnonzero(np.diff(np.cumsum(lengths) // MOST_AT_ONCE)) + 1
        for some in np.split(np.arange(len(lengths)), cuts):
            numbers = np.repeat(some, lengths[some])
            before = np.repeat(firsts[some] - np.cumsum(lengths[some]) + lengths[some], lengths[some])
            places = before + np.arange(len(numbers))
            bits = np.bitwise_count(segment.signatures[places] ^ found.signatures[numbers, column])
            near = np.flatnonzero(bits <= NEAR)
            near = near[counted[segment.rows[places[near]]]]
            numbers, places, bits = numbers[near], places[near], bits[near].astype(np.int64)
            change = segment.views[places].astype(np.int64) - view[numbers]
            yield Votes(numbers, segment.rows[places].astype(np.int64), bits, change[:, 0] % 256, change[:, 1])


def _sorted(
    ids: Ids,
    counts: NDArray[np.int64],
    words: NDArray[np.int64],
    signatures: NDArray[np.uint64],
    rows: NDArray[np.uint32],
    views: NDArray[np.uint8],
) -> Segment:
    order = np.argsort(words, kind="stable")
    starts = np.searchsorted(words[order], np.arange(len(learned().words) + 1)).astype(np.int64)
    return Segment(ids, counts, starts, signatures[order], rows[order], views[order])


def _views(angles: NDArray[np.float32], scales: NDArray[np.float32]) -> NDArray[np.uint8]:
    turns = np.rint(angles * (256 / 360)).astype(np.int64) % 256
    sizes = np.clip(np.rint(np.log2(np.maximum(scales, 1e-3)) * OCTAVE), 0, 255)
    return np.stack([turns, sizes], axis=1).astype(np.uint8)
