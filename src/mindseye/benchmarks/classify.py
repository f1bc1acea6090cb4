"""Benchmark `classify`: how well and how fast the served models name pictures that lie in one folder per label.

Protocol: a picture's true label is the folder that it lies in, and the most probable label is the answer, whether or
not the model would have refused the picture. Folders whose name is no label of a model are left out for that model, and
said. `ece` is the expected calibration error over 15 bins. `false_rejects` is the share that a model with a rejection
threshold refuses. Latency is one picture at a time, one thread, models taking turns, from the decoded picture to the
probabilities.
"""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mindseye import images, metrics
from mindseye.benchmarks.label_folders import LabelFolders
from mindseye.benchmarks.label_names import left_out, listed, places_of
from mindseye.benchmarks.labelled_pictures import LabelledPicture
from mindseye.benchmarks.result import Mistake, Result, Row
from mindseye.errors import DataError
from mindseye.models.registry import Model, Models
from mindseye.tasks import classify
from mindseye.types import RGB

MOST_MISTAKES = 40
LONGEST_SIDE = 112  # px of a mistake's picture
MOST_LABELS = 60  # of a confusion matrix


@dataclass
class Tally:
    """What one model answered so far."""

    model: Model
    places: Mapping[str, int]  # of the labels that the folders mean
    names: list[str] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    probabilities: list[NDArray[np.float64]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    refused: int = 0  # pictures that it would not name
    seen: dict[int, str] = field(default_factory=dict)  # data URLs of the pictures it got wrong


def run(
    models: Models,
    chosen: Sequence[Model],
    pictures: LabelFolders,
    words: str,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Result:
    """Measure the chosen models on labelled pictures; `report(done, total)` is called as it goes.

    `pictures.skipped` fills with a sentence for all that was left out. Raises DataError if nothing is left.
    """
    tallies = [Tally(model, _places(model, pictures)) for model in chosen]
    for done, picture in enumerate(pictures, start=1):
        for tally in tallies:
            if picture.label in tally.places:
                _name(models, tally, picture)
        report(done, len(pictures))
    if empty := next((tally for tally in tallies if not tally.labels), None):
        reasons = " ".join(pictures.skipped[:3])
        raise DataError(f"No picture of {words} that {empty.model.card.name} has a label for could be read. {reasons}")
    return Result("classify", words, [_row(tally, pictures) for tally in tallies])


def fitting(suited: Sequence[Model], pictures: LabelFolders) -> list[Model]:
    """Return the models that have a label for every folder of the pictures. Raises DataError if there is none."""
    folders = list(pictures.counts)
    found = [model for model in suited if len(places_of(model.card, folders)) == len(folders)]
    if not found:
        names = listed(model.card.name for model in suited)
        raise DataError(
            f"No model has all of the labels {listed(folders)}: name one with --model ({names}), or give the folder "
            "whose sub-folders are the labels."
        )
    return found


def latency(models: Models, chosen: Sequence[Model], runs: int) -> dict[str, list[float]]:
    """Return milliseconds per picture for each model, the models taking turns over the same `runs` pictures."""
    rng = np.random.default_rng(7)
    pictures = [rng.integers(0, 256, (240, 320, 3)).astype(np.uint8) for _ in range(8)]  # what they show costs no time
    times: dict[str, list[float]] = {model.card.name: [] for model in chosen}
    for rgb in itertools.islice(itertools.cycle(pictures), runs + 5):
        for model in chosen:
            times[model.card.name].append(classify.classify(models, model, rgb).time_ms)
    return {name: measured[5:] for name, measured in times.items()}  # the first ones warm up


def _places(model: Model, pictures: LabelFolders) -> Mapping[str, int]:
    card, found = model.card, pictures.counts
    places = places_of(card, found)
    if not places:
        raise DataError(
            f"None of the folders {listed(found)} is a label of {card.name}, which has {listed(card.labels)}: give the "
            "folder whose sub-folders are the labels."
        )
    if sentence := left_out(card, found, places):
        pictures.skipped.append(sentence)
    return places


def _name(models: Models, tally: Tally, picture: LabelledPicture) -> None:
    label, most = tally.places[picture.label], len(tally.model.card.labels)
    named = classify.classify(models, tally.model, picture.rgb, top=most)
    found = np.zeros(len(named.labels))
    for one in named.labels:
        found[one.index] = one.probability
    if int(found.argmax()) != label:
        tally.seen[len(tally.labels)] = _thumbnail(picture.rgb)
    tally.names.append(picture.name)
    tally.labels.append(label)
    tally.probabilities.append(found)
    tally.milliseconds.append(named.time_ms)
    tally.refused += not named.accepted


def _row(tally: Tally, pictures: LabelFolders) -> Row:
    probabilities, labels, card = np.stack(tally.probabilities), np.array(tally.labels), tally.model.card
    p50, p95 = metrics.percentiles(tally.milliseconds)
    figures = {
        "accuracy": metrics.accuracy(probabilities, labels),
        "log_loss": metrics.log_loss(probabilities, labels),
        "ece": metrics.expected_calibration_error(probabilities, labels),
        "latency_ms_p50": p50,
        "latency_ms_p95": p95,
        "parameters": float(card.parameters),
        "multiply_adds": float(card.multiply_adds),
        "bytes": float(card.bytes),
    }
    if card.thresholds:
        figures["false_rejects"] = tally.refused / len(labels)
    setting: dict[str, str | int | float | bool] = {"version": card.version}
    if strange := [name for name in pictures.counts if name not in tally.places]:
        setting["left_out"] = ", ".join(strange)
    confusion = metrics.confusion(probabilities, labels).tolist() if len(card.labels) <= MOST_LABELS else None
    bins = metrics.reliability(probabilities, labels)
    return Row(card.name, len(labels), figures, setting, confusion, _mistakes(tally, probabilities, labels), bins)


def _mistakes(tally: Tally, probabilities: metrics.Probabilities, labels: metrics.Labels) -> list[Mistake]:
    """Return the wrong answers, the most confident first."""
    answers, confidence, called = probabilities.argmax(axis=1), probabilities.max(axis=1), tally.model.card.labels
    worst = sorted(tally.seen, key=lambda i: -confidence[i])[:MOST_MISTAKES]
    return [
        Mistake(tally.names[i], called[labels[i]], called[answers[i]], float(confidence[i]), tally.seen[i])
        for i in worst
    ]


def _thumbnail(rgb: RGB) -> str:
    small = images.encode_webp(images.shrink(rgb, LONGEST_SIDE))
    return "data:image/webp;base64," + base64.b64encode(small).decode()
