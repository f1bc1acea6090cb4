"""Benchmark `words`: how well photos are found by a sentence, and sentences by a photo.

Protocol: the pictures of the list but those of the part `train` (or those of one part), and all sentences that people
wrote for them. `text to photo`: each sentence ranks all pictures by the cosine in the space of words, and only the very
picture it was written for is right, however well it fits another. `photo to text`: each picture ranks all sentences,
and the first of its own counts. `recall@k` is the share of queries with a right one among the first k, `median_rank`
the median of the right one's rank; of equal scores the right one comes last. A sentence without a known word finds
nothing: its picture is ranked last. `unknown` is the share of words that the model does not know. Latency is of one
query at a time: from a text to its vector, or from a decoded picture to its vector.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye import metrics
from mindseye.benchmarks.caption import Report, read
from mindseye.benchmarks.caption_data import Written
from mindseye.benchmarks.result import Result, Row
from mindseye.descriptors.spaces import SPACES
from mindseye.errors import RequestError
from mindseye.models.registry import Models
from mindseye.tasks import embed, words
from mindseye.tasks.words import Wording
from mindseye.types import RGB, ImageLimits, Vectors

TEXT_TO_PHOTO, PHOTO_TO_TEXT = "text to photo", "photo to text"
RANKS = (1, 5, 10)

Vector = NDArray[np.float32]  # (dim,), of unit length
Places = NDArray[np.int64]
Ranks = NDArray[np.int64]  # (n,), 1 is the first


@dataclass(frozen=True, slots=True)
class Towers:
    """A way from a text and a way from a photo to one space; `embed_text` raises RequestError where no word is
    known."""

    name: str
    version: str
    embed_text: Callable[[str], Wording]
    embed_photo: Callable[[RGB], Vector]


@dataclass(frozen=True, slots=True)
class Embedded:
    """All pictures and all their sentences as vectors; `own` says for each sentence of which picture it is."""

    photos: Vectors  # (pictures, dim)
    texts: Vectors  # (sentences, dim); zeros where no word is known
    own: Places  # (sentences,)
    known: int  # words
    unknown: int
    photo_ms: list[float]
    text_ms: list[float]

    @property
    def scores(self) -> NDArray[np.float32]:
        """Cosines, (sentences, pictures); less than any cosine where a sentence has no known word."""
        said = np.linalg.norm(self.texts, axis=1, keepdims=True) > 0
        return np.where(said, self.texts @ self.photos.T, np.float32(-2.0)).astype(np.float32)


def served(models: Models, name: str = words.TASK) -> Towers:
    """Return the towers of a model of words. NotFoundError lists the known ones."""
    card, space = words.words_model(models, name).card, SPACES[words.SPACE]
    return Towers(
        card.name,
        card.version,
        lambda text: words.embed(models, text, name),
        lambda rgb: embed.embed_picture(models, space, rgb),
    )


def run(
    towers: Towers,
    pictures: Sequence[Written],
    data: str,
    report: Report = lambda done, total: None,
    limits: ImageLimits | None = None,
) -> tuple[Result, Embedded]:
    """Measure both ways on pictures, `data` saying which; also return the vectors, for looking at.

    Raises DataError for a picture that cannot be read, which is on the list.
    """
    photos, photo_ms = [], []
    for done, picture in enumerate(pictures, start=1):
        vector, milliseconds = _timed(towers.embed_photo, read(picture, limits or ImageLimits()))
        photos.append(vector)
        photo_ms.append(milliseconds)
        report(done, len(pictures))
    texts, known, unknown, text_ms = _embed_texts(towers, pictures, len(photos[0]))
    own = np.repeat(np.arange(len(pictures)), [len(one.texts) for one in pictures])
    found = Embedded(np.stack(photos), texts, own, known, unknown, photo_ms, text_ms)
    return Result("words", data, _rows(towers, found)), found


def ranks_of_photos(scores: NDArray[np.float32], own: Places) -> Ranks:
    """Return for each sentence the rank of its own picture among all, (sentences,)."""
    right = scores[np.arange(len(own)), own]
    ranks: Ranks = (scores >= right[:, None]).sum(axis=1)
    return ranks


def ranks_of_texts(scores: NDArray[np.float32], own: Places) -> Ranks:
    """Return for each picture the rank of the best of its own sentences among all, (pictures,)."""
    mine = own[:, None] == np.arange(scores.shape[1])
    best = np.where(mine, scores, -np.inf).max(axis=0)
    ranks: Ranks = 1 + ((scores >= best) & ~mine).sum(axis=0)
    return ranks


def _embed_texts(towers: Towers, pictures: Sequence[Written], dim: int) -> tuple[Vectors, int, int, list[float]]:
    vectors, milliseconds, known, unknown = [], [], 0, 0
    for picture in pictures:
        for text, sentence in zip(picture.texts, picture.sentences, strict=True):
            try:
                said, took = _timed(towers.embed_text, text)
            except RequestError:
                vectors.append(np.zeros(dim, np.float32))
                unknown += len(sentence)
                continue
            vectors.append(said.vector)
            milliseconds.append(took)
            known, unknown = known + len(said.known), unknown + len(said.unknown)
    return np.stack(vectors), known, unknown, milliseconds or [0.0]


def _timed(work: Callable[[Any], Any], given: Any) -> tuple[Any, float]:
    started = time.perf_counter()
    found = work(given)
    return found, 1000 * (time.perf_counter() - started)


def _rows(towers: Towers, found: Embedded) -> list[Row]:
    scores = found.scores
    unknown = {"unknown": found.unknown / max(1, found.known + found.unknown)}
    asked: tuple[tuple[str, Ranks, int, list[float], dict[str, float]], ...] = (
        (TEXT_TO_PHOTO, ranks_of_photos(scores, found.own), len(found.photos), found.text_ms, unknown),
        (PHOTO_TO_TEXT, ranks_of_texts(scores, found.own), len(found.texts), found.photo_ms, {}),
    )
    rows = []
    for direction, ranks, gallery, milliseconds, more in asked:
        p50, p95 = metrics.percentiles(milliseconds)
        recalls = {f"recall@{k}": float((ranks <= k).mean()) for k in RANKS}
        figures = {**recalls, "median_rank": float(np.median(ranks)), **more}
        setting: dict[str, str | int | float | bool] = {"direction": direction, "gallery": gallery}
        setting["version"] = towers.version
        rows.append(Row(towers.name, len(ranks), {**figures, "latency_ms_p50": p50, "latency_ms_p95": p95}, setting))
    return rows
