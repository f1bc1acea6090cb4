"""A rule that cuts labelled pictures into parts for training, validation and test, the same on every machine.

Within each label the pictures are put in order of the SHA-256 of their bytes, which has nothing to do with what they
show; the first fifth is for test, the second for validation, the rest for training. The same picture twice is in the
same part, whatever its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

PARTS = ("test", "validation", "train")
HALVES = ("validation", "test")  # in turns, by name, where there is nothing to train
SHARE = 5  # one in so many is for test, and as many for validation


def only_part(files: Sequence[tuple[str, Path]], part: str) -> list[tuple[str, Path]]:
    """Return those (label, path) that belong to one of PARTS, in the order given."""
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for _, path in files]
    members: dict[str, set[str]] = {}
    for (label, _), digest in zip(files, digests, strict=True):
        members.setdefault(label, set()).add(digest)
    chosen = {label: _share(sorted(own), part) for label, own in members.items()}
    return [file for file, digest in zip(files, digests, strict=True) if digest in chosen[file[0]]]


def _share(ordered: list[str], part: str) -> set[str]:
    held = round(len(ordered) / SHARE)
    ends = {"test": (0, held), "validation": (held, 2 * held), "train": (2 * held, len(ordered))}
    start, end = ends[part]
    return set(ordered[start:end])
