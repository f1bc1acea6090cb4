"""Pictures with sentences that people wrote of them, in the layout of our Flickr8k (Hodosh et al. 2013)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mindseye.errors import DataError
from mindseye.sentences import tokens

END, UNKNOWN = 0, 1  # the tokens that are no words; the end also begins a sentence
ENDED, NOT_KNOWN = ".", "?"  # how a card's labels write them
FILE = "captions.jsonl"


@dataclass(frozen=True, slots=True)
class Written:
    """Pictures of one part and, for each, its sentences as words."""

    paths: tuple[Path, ...]
    sentences: tuple[tuple[tuple[str, ...], ...], ...]

    def __len__(self) -> int:
        return len(self.paths)


def load_written(folder: Path, split: str) -> Written:
    """Return the pictures of a part, `train` or `val`, in the order of the file; DataError if there are none.

    The file lies in the folder or in `flickr8k` below it: on each line `image`, `split` and `captions`.
    """
    place = folder / "flickr8k" if (folder / "flickr8k").is_dir() else folder
    if not (place / FILE).is_file():
        raise DataError(f"{folder} has no {FILE}: give the folder that holds it beside `images`.")
    rows = [json.loads(line) for line in (place / FILE).read_text(encoding="utf-8").splitlines() if line.strip()]
    chosen = [row for row in rows if row["split"] == split]
    if not chosen:
        raise DataError(f"{place / FILE} has no pictures of the part {split!r}: training needs `train` and `val`.")
    return Written(
        tuple(place / "images" / row["image"] for row in chosen),
        tuple(tuple(words for words in map(tokens, row["captions"]) if words) for row in chosen),
    )


def vocabulary(written: Written, rarest: int) -> tuple[str, ...]:
    """Return the words that occur at least so often, the most frequent first, behind the two tokens that are none."""
    counts = Counter(word for own in written.sentences for words in own for word in words)
    known = [word for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count >= rarest]
    return (ENDED, NOT_KNOWN, *known)


def numbered(sentences: Sequence[Sequence[str]], places: dict[str, int], longest: int) -> list[list[int]]:
    """Return sentences as tokens, cut to so many; words that are not known are UNKNOWN."""
    return [[places.get(word, UNKNOWN) for word in words[:longest]] for words in sentences]
