"""Benchmarks `digits` and `letters`: how well and how fast the served models read pictures of single marks.

Protocol: every picture is known to show one digit or letter, so all its ink is read as one mark and the most probable
label is the answer, whether or not the model would have refused it. `failures` is the share of pictures that the
product, which does not know that, would not answer with exactly one: blank, refused, or cut into several marks. Latency
is one picture at a time, one thread, models taking turns, from the found mark to the probabilities. `false_rejects` is
the share of the pictures that a model refuses.
"""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from mindseye import images, metrics
from mindseye.benchmarks.labelled_pictures import LabelledPicture, LabelledPictures
from mindseye.benchmarks.result import Mistake, Result, Row
from mindseye.errors import DataError
from mindseye.models.registry import Model, Models
from mindseye.tasks import marks
from mindseye.types import Tensor

MOST_MISTAKES = 40


@dataclass
class Tally:
    """What one model answered so far."""

    model: Model
    probabilities: list[tuple[float, ...]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    not_read: int = 0  # pictures that the product would not answer with exactly one label
    refused: int = 0  # of them, those that the model takes for none
    others: int = 0  # pictures of something else
    caught: int = 0  # of them, those that the model refuses
    seen: dict[int, Tensor] = field(default_factory=dict)  # what the network saw of the pictures it got wrong


def run(
    models: Models,
    task: str,
    chosen: list[Model],
    pictures: LabelledPictures,
    words: str,
    report: Callable[[int, int], None] = lambda done, total: None,
    others: LabelledPictures | None = None,
) -> Result:
    """Measure the chosen models of a task on labelled pictures; `report(done, total)` is called as it goes.

    `others` are pictures of anything else, whatever their labels: `catches` is the share that a model refuses.
    """
    total = len(pictures) + len(others or ())
    tallies, names, labels = [Tally(model) for model in chosen], [], []
    for done, picture in enumerate(pictures, start=1):
        labels.append(_place(picture, task))
        names.append(picture.name)
        _read(models, tallies, picture, labels[-1])
        report(done, total)
    if not labels:
        raise DataError(f"No picture of {words} could be read. {' '.join(pictures.skipped[:3])}")
    rows = [_row(tally, names, np.array(labels), marks.ALPHABETS[task]) for tally in tallies]
    if others:
        for done, picture in enumerate(others, start=len(pictures) + 1):
            _count_catches(models, tallies, picture)
            report(done, total)
        for row, tally in zip(rows, tallies, strict=True):
            row.metrics["catches"] = tally.caught / max(1, tally.others)
            row.setting["others"] = tally.others
    return Result(task, words, rows)


def latency(models: Models, chosen: list[Model], runs: int) -> dict[str, list[float]]:
    """Return milliseconds per reading of one mark, the models taking turns over the same `runs` pictures."""
    rng = np.random.default_rng(7)
    sheets = [marks.whole_as_one(_scrawl(rng)) for _ in range(16)]
    times: dict[str, list[float]] = {model.card.name: [] for model in chosen}
    for sheet in itertools.islice(itertools.cycle(sheets), runs + 5):
        for model in chosen:
            times[model.card.name].append(marks.read_sheet(models, model, sheet).time_ms)
    return {name: measured[5:] for name, measured in times.items()}  # the first ones warm up


def _scrawl(rng: np.random.Generator) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return a picture with one random curve: the time to read it does not depend on what it shows."""
    import cv2

    sheet = np.full((280, 280, 3), 255, np.uint8)
    points = rng.integers(40, 240, (6, 2)).astype(np.int32)
    return np.asarray(cv2.polylines(sheet, [points], False, (0, 0, 0), 18, cv2.LINE_AA), np.uint8)


def _place(picture: LabelledPicture, task: str) -> int:
    """Return the place of a picture's label in the task's alphabet."""
    alphabet = marks.ALPHABETS[task]
    if len(picture.label) != 1 or picture.label not in alphabet:
        raise DataError(
            f"{picture.name} is labelled {picture.label!r}; this benchmark wants folders named "
            f"{alphabet[0]} to {alphabet[-1]}."
        )
    return alphabet.index(picture.label)


def _read(models: Models, tallies: list[Tally], picture: LabelledPicture, truth: int) -> None:
    one, sheet = marks.whole_as_one(picture.rgb), marks.find_marks(picture.rgb)
    for tally in tallies:
        reading = marks.read_sheet(models, tally.model, one)
        tally.milliseconds.append(reading.time_ms)
        glyph = reading.glyphs[0] if reading.glyphs else None
        if glyph is None or glyph.index != truth:
            mark = one.marks[0].ink if glyph else np.zeros((1, 1), np.float32)
            tally.seen[len(tally.probabilities)] = marks.see(tally.model, mark)
        tally.probabilities.append(glyph.probabilities if glyph else _no_answer(truth, len(tally.model.card.labels)))
        tally.not_read += len(sheet.marks) != 1 or glyph is None or not glyph.accepted
        tally.refused += glyph is None or not glyph.accepted


def _no_answer(truth: int, labels: int) -> tuple[float, ...]:
    """Return equal probabilities, the true label's a hair below the others': to know nothing is not to be right."""
    equal, hair = 1 / labels, 1e-6
    return tuple(equal - hair * (labels - 1) if label == truth else equal + hair for label in range(labels))


def _count_catches(models: Models, tallies: list[Tally], picture: LabelledPicture) -> None:
    sheet = marks.whole_as_one(picture.rgb)
    for tally in tallies:
        tally.others += 1
        tally.caught += not any(glyph.accepted for glyph in marks.read_sheet(models, tally.model, sheet).glyphs)


def _row(tally: Tally, names: list[str], labels: metrics.Labels, alphabet: str) -> Row:
    probabilities, card = np.array(tally.probabilities), tally.model.card
    p50, p95 = metrics.percentiles(tally.milliseconds)
    figures = {
        "accuracy": metrics.accuracy(probabilities, labels),
        "log_loss": metrics.log_loss(probabilities, labels),
        "ece": metrics.expected_calibration_error(probabilities, labels),
        "failures": tally.not_read / len(labels),
        "false_rejects": tally.refused / len(labels),
        "latency_ms_p50": p50,
        "latency_ms_p95": p95,
        "parameters": float(card.parameters),
        "multiply_adds": float(card.multiply_adds),
        "bytes": float(card.bytes),
    }
    counts = metrics.confusion(probabilities, labels).tolist()
    return Row(
        card.name, len(labels), figures, {"version": card.version}, counts, _mistakes(tally, names, labels, alphabet)
    )


def _mistakes(tally: Tally, names: list[str], labels: metrics.Labels, alphabet: str) -> list[Mistake]:
    """Return the wrong answers, the most confident first."""
    probabilities = np.array(tally.probabilities)
    answers, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    wrong: Iterable[int] = np.nonzero(answers != labels)[0]
    worst = sorted(wrong, key=lambda i: -confidence[i])[:MOST_MISTAKES]
    return [
        Mistake(names[i], alphabet[labels[i]], alphabet[answers[i]], float(confidence[i]), _png(tally, i))
        for i in worst
    ]


def _png(tally: Tally, number: int) -> str:
    png = images.encode_png(marks.seen_as_pixels(tally.model, tally.seen[number]))
    return "data:image/png;base64," + base64.b64encode(png).decode()
