"""What a run of the caption benchmark has to look at: examples with every word's attention, and what people score."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye import metrics_text
from mindseye.benchmarks import kept
from mindseye.benchmarks.caption import BEAM, Told, agreements, likeness, read
from mindseye.benchmarks.caption_data import Written
from mindseye.benchmarks.result import Result
from mindseye.tasks.caption import Caption
from mindseye.types import RGB, ImageLimits

TILE = 192  # px of a picture in the sprite
COLUMNS = 8  # pictures in a row of it
EXTREMES = 12  # the best, and the worst
AT_RANDOM = 24
SEED = 7


@dataclass(frozen=True, slots=True)
class Looked:
    """A word, how probable it was, and where the model looked for it: rows of cells over the whole picture, 0–1."""

    text: str
    probability: float
    attention: tuple[tuple[float, ...], ...]  # the largest is 1


@dataclass(frozen=True, slots=True)
class Example:
    """A picture (its place in the sprite is its place in the list), what the model said of it, and what people did.

    `agreement` 0–1, `cider` 0–10: see the benchmark's protocol.
    """

    group: str  # best, worst or random
    text: str
    words: tuple[Looked, ...]
    references: tuple[str, ...]
    cider: float
    agreement: float
    confidence: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Look:
    """A run to look at. `sprite` is the name of a WebP of all small pictures, `columns` in a row, `tile` px each.

    `people` are the figures of people's own sentences: the first of each picture against its others, `against` of them
    in the middle. They have a reference fewer than the model, which costs them some of the figures.
    """

    model: str
    version: str
    beam: int
    data: str
    measured: str
    tile: int
    columns: int
    sprite: str
    people: dict[str, float]
    against: int
    examples: tuple[Example, ...]


def chosen(found: Sequence[Told]) -> Told:
    """Return what is looked at: of the first model the usual width, else the widest."""
    own = [told for told in found if told.way.model == found[0].way.model]
    return max(own, key=lambda told: (told.way.beam == BEAM, told.way.beam))


def look_at(result: Result, told: Told, pictures: Sequence[Written], limits: ImageLimits) -> tuple[Look, bytes]:
    """Return what there is to see of one way's sentences, and the sprite of its pictures."""
    references = [one.sentences for one in pictures]
    scores = metrics_text.Cider(references).score(told.sentences)
    agreement = agreements(told, references)
    groups = _groups(scores)
    places = [place for places in groups.values() for place in places]
    examples = [
        _example(group, told, pictures[place], place, float(scores[place]), float(agreement[place]))
        for group, places in groups.items()
        for place in places
    ]
    sprite = kept.sheet_of([squeezed(read(pictures[place], limits)) for place in places], COLUMNS)
    people, against = figures_of_people(pictures)
    look = Look(
        model=told.way.model,
        version=told.way.version,
        beam=told.way.beam,
        data=result.data,
        measured=result.measured,
        tile=TILE,
        columns=COLUMNS,
        sprite=kept.sprite_name(sprite),
        people=people,
        against=against,
        examples=tuple(examples),
    )
    return look, sprite


def squeezed(rgb: RGB) -> RGB:
    """Return the whole picture squeezed into TILE × TILE, as the model sees it, so that cells lie where they belong."""
    import cv2

    return np.asarray(cv2.resize(rgb, (TILE, TILE), interpolation=cv2.INTER_AREA), np.uint8)


def figures_of_people(pictures: Sequence[Written]) -> tuple[dict[str, float], int]:
    """Return the figures of each picture's first sentence against its others, and how many these are (the median).

    No figures where no picture has two sentences.
    """
    several = [one.sentences for one in pictures if len(one.sentences) > 1]
    if not several:
        return {}, 0
    others = [own[1:] for own in several]
    figures = likeness([own[0] for own in several], others, metrics_text.Cider(others))
    return figures, int(np.median([len(own) for own in others]))


def _groups(scores: NDArray[np.float64]) -> dict[str, list[int]]:
    """Return places of the best, the worst and of others at random, each picture once."""
    order = [int(place) for place in np.argsort(-scores, kind="stable")]
    ends = min(EXTREMES, len(order) // 3)
    best, worst, rest = order[:ends], order[len(order) - ends :][::-1], order[ends : len(order) - ends]
    return {"random": random.Random(SEED).sample(rest, min(AT_RANDOM, len(rest))), "best": best, "worst": worst}


def _example(group: str, told: Told, picture: Written, place: int, cider: float, agreement: float) -> Example:
    said = told.captions[place]
    return Example(
        group,
        said.text,
        tuple(_looked(said)),
        picture.texts,
        round(cider, 3),
        round(agreement, 3),
        round(said.confidence, 3),
        told.sure[place],
    )


def _looked(said: Caption) -> list[Looked]:
    found = []
    for word in said.words:
        scaled = word.attention / max(float(word.attention.max()), 1e-9)
        rows = tuple(tuple(round(float(value), 2) for value in row) for row in scaled)
        found.append(Looked(word.text, round(word.probability, 3), rows))
    return found
