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

ENTRY = np.dtype([("signature", "<u8"), ("row", "<u4"), ("angle", "u1"), ("scale", "u1")], align=True)  # 16 bytes
PICTURE = np.dtype([("id", "<i8"), ("features", "<i4")], align=True)
GONE = -1  # features of a picture that was dropped: a note for the segments before this one
NEAR = 20  # bits of 64 in which two signatures may differ
OCTAVE = 8  # steps of a scale within a doubling
MOST_AT_ONCE = 2_000_000  # entries compared at once, so that memory stays bounded


@dataclass(frozen=True, slots=True)
class Segment:
    """Entries sorted by word: those of word w are `starts[w]` to `starts[w + 1]`. Never changed once made."""

    entries: NDArray[np.void]  # (features,) ENTRY; `row` counts the pictures of this segment
    starts: NDArray[np.int64]  # (words + 1,)
    pictures: NDArray[np.void]  # (rows,) PICTURE


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
    counts = [len(f) for f in features]
    pictures = np.zeros(len(features), PICTURE)
    pictures["id"], pictures["features"] = ids, counts
    entries = np.zeros(sum(counts), ENTRY)
    entries["row"] = np.repeat(np.arange(len(features)), counts)
    found = worded(np.concatenate([f.descriptors for f in features]) if features else np.zeros((0, 64), np.int8))
    entries["signature"] = found.signatures[:, 0]
    if features:
        entries["angle"] = _turns(np.concatenate([f.angles for f in features]))
        entries["scale"] = _scales(np.concatenate([f.scales for f in features]))
    return _sorted(entries, found.words[:, 0], pictures)


def tombstones(ids: Ids) -> Segment:
    """Return a segment that says only that these pictures have gone."""
    pictures = np.zeros(len(ids), PICTURE)
    pictures["id"], pictures["features"] = ids, GONE
    return _sorted(np.zeros(0, ENTRY), np.zeros(0, np.int64), pictures)


def alive(segments: Sequence[Segment]) -> list[NDArray[np.bool_]]:
    """Return for each segment which of its pictures count: no later one has the same id, and it is no tombstone."""
    if not segments:
        return []
    ids = np.concatenate([s.pictures["id"] for s in segments])
    kept = np.zeros(len(ids), bool)
    kept[len(ids) - 1 - np.unique(ids[::-1], return_index=True)[1]] = True
    kept &= np.concatenate([s.pictures["features"] for s in segments]) != GONE
    return np.split(kept, np.cumsum([len(s.pictures) for s in segments])[:-1])


def merged(segments: Sequence[Segment], living: Sequence[NDArray[np.bool_]], keep_tombstones: bool) -> Segment:
    """Return one segment of the living pictures of several, with the tombstones unless these are all there are."""
    chosen = [a | (keep_tombstones & (s.pictures["features"] == GONE)) for s, a in zip(segments, living, strict=True)]
    entries, words, offset = [], [], 0
    for segment, kept in zip(segments, chosen, strict=True):
        renumbered = np.cumsum(kept) - 1 + offset
        some = kept[segment.entries["row"]]
        part = segment.entries[some]
        part["row"] = renumbered[part["row"]]
        entries.append(part)
        words.append(np.repeat(np.arange(len(segment.starts) - 1), np.diff(segment.starts))[some])
        offset += int(kept.sum())
    pictures = np.concatenate([s.pictures[kept] for s, kept in zip(segments, chosen, strict=True)])
    return _sorted(np.concatenate(entries), np.concatenate(words), pictures)


def votes(segment: Segment, asked: Features, found: Worded, counted: NDArray[np.bool_]) -> Iterator[Votes]:
    """Yield the pairs of asked features and entries of the same word with signatures alike, of counted rows."""
    turns, scales = _turns(asked.angles).astype(np.int64), _scales(asked.scales).astype(np.int64)
    for column in range(found.words.shape[1]):
        words = found.words[:, column]
        lengths = segment.starts[words + 1] - segment.starts[words]
        cuts = np.flatnonzero(np.diff(np.cumsum(lengths) // MOST_AT_ONCE)) + 1
        for some in np.split(np.arange(len(words)), cuts):
            if not lengths[some].sum():
                continue
            pieces = [segment.entries[segment.starts[w] : segment.starts[w + 1]] for w in words[some]]
            entries, numbers = np.concatenate(pieces), np.repeat(some, lengths[some])
            bits = np.bitwise_count(entries["signature"] ^ found.signatures[numbers, column])
            kept = np.flatnonzero(bits <= NEAR)
            kept = kept[counted[entries["row"][kept]]]
            entries, numbers = entries[kept], numbers[kept]
            turn = (entries["angle"].astype(np.int64) - turns[numbers]) % 256
            zoom = entries["scale"].astype(np.int64) - scales[numbers]
            yield Votes(numbers, entries["row"].astype(np.int64), bits[kept].astype(np.int64), turn, zoom)


def _sorted(entries: NDArray[np.void], words: NDArray[np.int64], pictures: NDArray[np.void]) -> Segment:
    order = np.argsort(words, kind="stable")
    starts = np.searchsorted(words[order], np.arange(len(learned().words) + 1)).astype(np.int64)
    return Segment(entries[order], starts, pictures)


def _turns(angles: NDArray[np.float32]) -> NDArray[np.uint8]:
    return (np.rint(angles * (256 / 360)).astype(np.int64) % 256).astype(np.uint8)


def _scales(scales: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.clip(np.rint(np.log2(np.maximum(scales, 1e-3)) * OCTAVE), 0, 255).astype(np.uint8)
