"""What a run of the benchmark `words` has to look at: sentences at random, and the photos that each found first."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mindseye.benchmarks import kept
from mindseye.benchmarks.caption import read
from mindseye.benchmarks.caption_data import Written
from mindseye.benchmarks.words import Embedded, ranks_of_photos
from mindseye.types import ImageLimits

TILE, COLUMNS = 128, 8
SHOWN = 6  # photos of each sentence
SENTENCES = 24
SEED = 7


@dataclass(frozen=True, slots=True)
class Sought:
    """A sentence, the rank of the picture it was written for (1 is the first), and the first photos."""

    text: str
    rank: int
    own: int  # its picture: a place in the sprite, as all here
    hits: tuple[int, ...]


def look_at(found: Embedded, pictures: Sequence[Written], limits: ImageLimits) -> tuple[tuple[Sought, ...], bytes]:
    """Return sentences at random with what they found, and the sprite of those pictures."""
    texts = [text for one in pictures for text in one.texts]
    scores = found.scores
    ranks = ranks_of_photos(scores, found.own)
    chosen = sorted(random.Random(SEED).sample(range(len(texts)), min(SENTENCES, len(texts))))
    first = {place: np.argsort(-scores[place], kind="stable")[:SHOWN] for place in chosen}
    needed = sorted({int(hit) for hits in first.values() for hit in hits} | {int(found.own[place]) for place in chosen})
    squares = [kept.small_square(read(pictures[place], limits), TILE) for place in needed]
    tile_of = {place: number for number, place in enumerate(needed)}
    sought = tuple(
        Sought(texts[place], int(ranks[place]), tile_of[int(found.own[place])], tuple(tile_of[int(h)] for h in hits))
        for place, hits in first.items()
    )
    return sought, kept.sheet_of(squares, COLUMNS)
