"""Compare the faces of two pictures: how like each pair is, whether it is one person, and how often that is wrong."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mindseye.models.card import Card
from mindseye.models.registry import Models
from mindseye.tasks.faces.detection import Detected, Search, detect
from mindseye.tasks.faces.embedding import embed, model_of
from mindseye.tasks.faces.same_picture import SAME_PICTURE, picture_likeness
from mindseye.types import RGB, Vectors

__all__ = ["SAME_PICTURE", "Comparison", "FalseAccept", "compare", "false_accepts", "picture_likeness", "scaled",
           "similarity", "verdict"]  # fmt: skip

Verdict = Literal["same", "probably_same", "unsure", "different"]
PairVerdict = Literal["same_picture", "same", "probably_same", "unsure", "different", "no_face"]

# The scale: what similarity a false-accept rate has. Between these, and from the card's `zero` to them, it is linear in
# the vectors' inner product; 100 is the very same vector.
CONFIDENCES = {"1e-3": 62.0, "1e-4": 69.0, "1e-5": 75.0}
LEAST_ERRORS = 30  # that a rate must have been counted on: Doddington's rule, ±30 % at 90 % confidence


@dataclass(frozen=True, slots=True)
class FalseAccept:
    """Of pairs of different people, the share `rate` is at least `confidence` alike, 0 to 100.

    `is_extrapolated` where the calibration has too few pairs to have counted that.
    """

    rate: Literal["1e-3", "1e-4", "1e-5"]
    confidence: float
    is_extrapolated: bool


@dataclass(frozen=True, slots=True)
class BestPair:
    """The likest faces of two pictures, by their places in the lists, and how alike they are, 0 to 100."""

    face1: int
    face2: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every face of one picture against every face of the other."""

    picture1: Detected
    picture2: Detected
    matrix: NDArray[np.float32]  # (faces of the first, faces of the second), 0 to 100
    best: BestPair | None
    verdict: PairVerdict
    false_accepts: tuple[FalseAccept, ...]
    picture_likeness: float
    timings_ms: dict[str, float]  # detect, embed, picture, total

    @property
    def is_same_picture(self) -> bool:
        return self.picture_likeness >= SAME_PICTURE


def compare(models: Models, rgb1: RGB, rgb2: RGB, wanted: Search | None = None) -> Comparison:
    """Find, embed and compare all faces of two pictures; `wanted` says what counts as a face, else the card does."""
    times = [time.perf_counter()]
    found1, found2 = detect(models, rgb1, wanted), detect(models, rgb2, wanted)
    times.append(time.perf_counter())
    card = model_of(models).card
    matrix = similarity(embed(models, rgb1, found1.faces), embed(models, rgb2, found2.faces), card)
    times.append(time.perf_counter())
    likeness = picture_likeness(rgb1, rgb2)
    times.append(time.perf_counter())
    best = best_pair(matrix)
    stages = dict(zip(("detect", "embed", "picture"), (1000.0 * float(t) for t in np.diff(times)), strict=True))
    stages["total"] = sum(stages.values())
    words = _in_words(best, likeness, card)
    return Comparison(found1, found2, matrix, best, words, false_accepts(card), likeness, stages)


def similarity(a: Vectors, b: Vectors, card: Card) -> NDArray[np.float32]:
    """Return how alike each of the faces `a` (n, 128) is to each of `b` (m, 128): (n, m), 0 to 100."""
    return scaled(a @ b.T, card)


def scaled(products: NDArray[np.float32], card: Card) -> NDArray[np.float32]:
    """Return the similarity, 0 to 100, for inner products of vectors: rising, linear between the card's thresholds."""
    marks = card.thresholds
    knots = [marks["zero"], *(marks[f"far_{rate}"] for rate in CONFIDENCES), 1.0]
    return np.asarray(np.interp(products, knots, [0.0, *CONFIDENCES.values(), 100.0]), np.float32)


def calibrated_on(card: Card) -> str:
    """Return the data that the scale was measured on, in words."""
    return next((metric.data for metric in card.metrics if metric.metric.startswith("tar@far")), card.provenance.data)


def false_accepts(card: Card) -> tuple[FalseAccept, ...]:
    """Return from which similarity on how many pairs of different people lie, by the card's calibration."""
    pairs = card.thresholds["impostor_pairs"]
    return tuple(
        FalseAccept(rate, CONFIDENCES[rate], float(rate) * pairs < LEAST_ERRORS) for rate in ("1e-3", "1e-4", "1e-5")
    )


def verdict(confidence: float, card: Card) -> Verdict:
    """Say what a similarity means: over the threshold of 1e-5 false accepts "same", 1e-4 "probably_same", …"""
    rare, rarer, rarest = (accept.confidence for accept in false_accepts(card))
    if confidence >= rarest:
        return "same"
    if confidence >= rarer:
        return "probably_same"
    return "unsure" if confidence >= rare else "different"


def best_pair(matrix: NDArray[np.float32]) -> BestPair | None:
    """Return the likest pair of a matrix (n, m); None where a side has no face."""
    if not matrix.size:
        return None
    face1, face2 = divmod(int(matrix.argmax()), matrix.shape[1])
    return BestPair(face1, face2, float(matrix[face1, face2]))


def _in_words(best: BestPair | None, likeness: float, card: Card) -> PairVerdict:
    if likeness >= SAME_PICTURE:
        return "same_picture"
    return verdict(best.confidence, card) if best else "no_face"
