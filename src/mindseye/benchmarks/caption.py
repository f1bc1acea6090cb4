"""Benchmark `caption`: how near the sentences of the served models come to those that people wrote, and how fast.

Protocol: every picture of the list but those of the part `train` (or those of one part) gets the best sentence of a
free beam search, one picture at a time; all sentences that people wrote for it are its references. Words are cut as
`sentences.tokens` does: lower case, no punctuation, a possessive 's apart. `bleu1` to `bleu4` are corpus BLEU, 0–100,
with the closest reference length and no smoothing; `meteor` is a stand-in with exact words and stems, without WordNet;
`rouge_l` has β = 1.2; `cider` is CIDEr-D, 0–10, with word frequencies from the references of the same pictures. `novel`
is the share of sentences that nobody wrote for a picture of the part `train`, `distinct` the share of different ones,
`words` their mean length. `agreement` is the share of a sentence's telling words that people used for the picture (by
stem); where it is half or more, the sentence `fits`, and against that share `ece` and the reliability hold the model's
confidence. `sure` is the share of sentences that the product shows without a warning, `sure_fits` the share that fits
of these. Latency is from a decoded picture to its sentence, every look of the networks with it; the first picture of
each setting is looked at once before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from mindseye import images, metrics, metrics_text
from mindseye.benchmarks.caption_data import Sentence, Written
from mindseye.benchmarks.result import Result, Row
from mindseye.errors import DataError, ImageError
from mindseye.models.registry import Models
from mindseye.sentences import tokens
from mindseye.tasks import caption
from mindseye.tasks.caption import Caption, Described
from mindseye.types import RGB, ImageLimits

BEAM = 3  # the width that the product searches with by default
BINS = 10  # of confidence
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a sentence: a model, the width of its search, and `tell`, from a decoded picture to sentences."""

    model: str
    version: str
    beam: int
    tell: Callable[[RGB], Described]
    facts: dict[str, float] = field(default_factory=dict)  # figures of the model itself: parameters, bytes


@dataclass(slots=True)
class Told:
    """What one way said of all pictures, in their order."""

    way: Way
    captions: list[Caption] = field(default_factory=list)
    sure: list[bool] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def sentences(self) -> list[Sentence]:
        return [tokens(one.text) for one in self.captions]


def served(models: Models, names: Sequence[str] = (), beams: Sequence[int] = ()) -> list[Way]:
    """Return each model with each width; without names the one that the product uses, without widths the usual one.

    Raises NotFoundError for a name that is no model of captions.
    """
    chosen = [caption.caption_model(models, name) for name in names or (caption.TASK,)]
    return [
        Way(
            model.card.name,
            model.card.version,
            beam,
            partial(caption.describe, models, count=1, beam=beam, name=model.card.name),
            {"parameters": float(model.card.parameters), "bytes": float(model.card.bytes)},
        )
        for model in chosen
        for beam in beams or (BEAM,)
    ]


def run(
    ways: Sequence[Way],
    pictures: Sequence[Written],
    words: str,
    known: frozenset[Sentence] = frozenset(),
    report: Report = lambda done, total: None,
    limits: ImageLimits | None = None,
) -> tuple[Result, list[Told]]:
    """Measure ways to a sentence on pictures, `words` saying which; also return what was said.

    `known` are the sentences of training; without them there is no `novel`. Raises DataError for a picture that cannot
    be read, which is on the list.
    """
    found = [Told(way) for way in ways]
    for done, picture in enumerate(pictures, start=1):
        rgb = read(picture, limits or ImageLimits())
        for told in found:
            if done == 1:
                told.way.tell(rgb)
            _tell(told, rgb)
        report(done, len(pictures))
    references = [one.sentences for one in pictures]
    cider = metrics_text.Cider(references)
    rows = [_row(told, references, cider, known) for told in found]
    return Result("caption", words, rows), found


def read(picture: Written, limits: ImageLimits) -> RGB:
    """Return the decoded picture. Raises DataError, for it is on the list."""
    try:
        return images.read(picture.path, limits)
    except ImageError as error:
        raise DataError(f"{picture.name} is in the list but cannot be read: {error}") from error


def _tell(told: Told, rgb: RGB) -> None:
    started = time.perf_counter()
    answer = told.way.tell(rgb)
    told.milliseconds.append(1000 * (time.perf_counter() - started))
    told.captions.append(answer.captions[0])
    told.sure.append(answer.sure)


# ── counting ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _row(
    told: Told, references: Sequence[Sequence[Sentence]], cider: metrics_text.Cider, known: frozenset[Sentence]
) -> Row:
    agreement = agreements(told, references)
    confidence = np.array([one.confidence for one in told.captions])
    reliability = metrics.binned_reliability(confidence, agreement >= metrics_text.FITS, BINS)
    p50, p95 = metrics.percentiles(told.milliseconds)
    figures = {
        **likeness(told.sentences, references, cider),
        **_variety(told.sentences, known),
        **_trust(agreement, np.array(told.sure)),
        "ece": metrics.calibration_gap(reliability),
        "latency_ms_p50": p50,
        "latency_ms_p95": p95,
        **told.way.facts,
    }
    setting: dict[str, str | int | float | bool] = {"beam": told.way.beam, "version": told.way.version}
    return Row(told.way.model, len(references), figures, setting, reliability=reliability)


def likeness(
    said: Sequence[Sentence], references: Sequence[Sequence[Sentence]], cider: metrics_text.Cider
) -> dict[str, float]:
    """Return the figures that hold sentences against those of people."""
    scores = metrics_text.bleu(said, references)
    return {
        **{f"bleu{n}": score for n, score in enumerate(scores, start=1)},
        "meteor": metrics_text.meteor(said, references),
        "rouge_l": metrics_text.rouge_l(said, references),
        "cider": float(cider.score(said).mean()),
    }


def agreements(told: Told, references: Sequence[Sequence[Sentence]]) -> NDArray[np.float64]:
    """Return for each sentence the share of its telling words that people used, (n,)."""
    pairs = zip(told.sentences, references, strict=True)
    return np.array([metrics_text.agreement(said, own) for said, own in pairs], np.float64)


def _variety(said: Sequence[Sentence], known: frozenset[Sentence]) -> dict[str, float]:
    novel = {"novel": float(np.mean([one not in known for one in said]))} if known else {}
    return {**novel, "distinct": len(set(said)) / len(said), "words": float(np.mean([len(one) for one in said]))}


def _trust(agreement: NDArray[np.float64], sure: NDArray[np.bool_]) -> dict[str, float]:
    fits = agreement >= metrics_text.FITS
    shown = {"sure_fits": float(fits[sure].mean())} if sure.any() else {}
    return {"agreement": float(agreement.mean()), "fits": float(fits.mean()), "sure": float(sure.mean()), **shown}
