"""Benchmark `attributes`: how well and how fast the served models tell age, gender, smile and pose from a face.

Protocol: `labels.csv` says what is known of the one face in each picture. The face is found as the product finds faces,
the largest where there are several; a picture without one is looked at again for smaller and less certain faces with
its border repeated around it, since a face may fill it whole, and where that finds none either, a face that fills the
picture is described. So no picture is skipped; `failures` is the share in which no face was found. Of smile and gender,
the likelier answer counts; `mae_years` is the mean absolute error of age, and `coverage` the share of faces whose true
age lies in the range that was told; poses are compared in degrees. Latency is one picture at a time, one thread:
`latency_ms` from the found face to all that is told about it, `detect_ms` from the decoded picture to the face. Errors
are also given for parts of the pictures, by age band, by gender and by the groups of the column `group` or `race`,
which nothing else is used for; intervals are of 95 %: Wilson's for shares, the normal one for means.
"""

from __future__ import annotations

import base64
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye import images, metrics
from mindseye.benchmarks.attributes_data import ANGLES, GENDERS, LabelledFace, read_labels
from mindseye.benchmarks.one_face import one_face
from mindseye.benchmarks.result import Mistake, Result, Row
from mindseye.models.registry import Models
from mindseye.tasks.faces import attributes
from mindseye.tasks.faces.face import Attributes
from mindseye.types import RGB, ImageLimits

BANDS = ((0, 2), (3, 9), (10, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, 79), (80, 120))  # years
LEAST_PART = 5  # faces; fewer say nothing
MOST_MISTAKES = 24
LONGEST_SIDE = 112  # px of a mistake's picture

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """Figures of those faces that are alike in one respect, such as an age band, with 95 % intervals."""

    by: str  # age, gender or group
    name: str
    count: int
    metrics: dict[str, float]


@dataclass(frozen=True, slots=True)
class AttributeRow(Row):
    """A row with the same figures for parts of the pictures."""

    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Described:
    """What was told about a labelled face."""

    label: LabelledFace
    told: Attributes
    found: bool
    detect_ms: float
    describe_ms: float
    picture: str = ""  # a small one, as a data URL


def run(
    models: Models,
    data: Path,
    part: str | None = None,
    report: Report = lambda done, total: None,
    limits: ImageLimits | None = None,
    examples: bool = False,
) -> Result:
    """Measure the served models on one part of a folder of labelled faces; see `attributes_data.read_labels`.

    `examples` keeps small pictures of the worst mistakes. Raises DataError for other folders, ImageError for a picture
    that cannot be read: a label without its picture would make the figures better or worse than they are.
    """
    labels, chosen = read_labels(data, part)
    described = []
    for done, label in enumerate(labels, start=1):
        described.append(_describe(models, label, images.read(label.path, limits or ImageLimits()), examples))
        report(done, len(labels))
    card = attributes.describer(models).card
    rows = []
    for name in ("smile", "gender", "age", *ANGLES):
        known = [one for one in described if getattr(one.label, name) is not None]
        if known:
            rows.append(_row(card.name, name, known, {"attribute": name, "part": chosen, "version": card.version}))
    return Result("attributes", f"{data}, part {chosen}" if chosen else str(data), list(rows))


def _describe(models: Models, label: LabelledFace, rgb: RGB, examples: bool) -> Described:
    started = time.perf_counter()
    face, found = one_face(models, rgb)
    between = time.perf_counter()
    told = attributes.describe(models, rgb, [face])[0]
    ended = time.perf_counter()
    picture = _thumbnail(rgb) if examples else ""
    return Described(label, told, found, 1000 * (between - started), 1000 * (ended - between), picture)


def _row(model: str, name: str, known: Sequence[Described], setting: dict[str, str | int | float | bool]) -> Row:
    p50, p95 = metrics.percentiles([one.describe_ms for one in known])
    figures = {
        **_figures(name, known),
        "failures": sum(not one.found for one in known) / len(known),
        "latency_ms_p50": p50,
        "latency_ms_p95": p95,
        "detect_ms_p50": metrics.percentiles([one.detect_ms for one in known])[0],
    }
    bins = metrics.reliability(*_decisions(name, known)) if name in ("smile", "gender") else None
    mistakes = _mistakes(name, known) if any(one.picture for one in known) else None
    return AttributeRow(
        model, len(known), figures, setting, mistakes=mistakes, reliability=bins, parts=list(_parts(name, known))
    )


def _figures(name: str, known: Sequence[Described]) -> dict[str, float]:
    if name in ("smile", "gender"):
        probabilities, labels = _decisions(name, known)
        return {
            "accuracy": metrics.accuracy(probabilities, labels),
            "log_loss": metrics.log_loss(probabilities, labels),
            "ece": metrics.expected_calibration_error(probabilities, labels),
        }
    errors = _errors(name, known)
    if name != "age":
        return {"mae_degrees": float(np.abs(errors).mean())}
    inside = [one.told.age.low <= (one.label.age or 0.0) <= one.told.age.high for one in known]
    return {
        "mae_years": float(np.abs(errors).mean()),
        "bias_years": float(errors.mean()),
        "coverage": float(np.mean(inside)),
    }


def _decisions(name: str, known: Sequence[Described]) -> tuple[metrics.Probabilities, metrics.Labels]:
    """Return the probabilities (n, 2) of the two answers, and which is true (n,): smiling, or male."""
    if name == "smile":
        yes = np.array([_smiling(one.told) for one in known])
        labels = np.array([bool(one.label.smile) for one in known], np.int64)
    else:
        sure = np.array([one.told.gender.confidence for one in known])
        yes = np.where([one.told.gender.name == GENDERS[1] for one in known], sure, 1 - sure)
        labels = np.array([GENDERS.index(one.label.gender or GENDERS[0]) for one in known], np.int64)
    return np.stack([1 - yes, yes], axis=1), labels


def _smiling(told: Attributes) -> float:
    """Return how probable a smile is, 0 to 1, on a scale on which the threshold of a "yes" is at one half."""
    return float(np.interp(told.smile.value, (0.0, told.smile.threshold, 100.0), (0.0, 0.5, 1.0)))


def _errors(name: str, known: Sequence[Described]) -> NDArray[np.float64]:
    """Return told minus true, (n,), in years or degrees."""
    if name == "age":
        return np.array([one.told.age.years - (one.label.age or 0.0) for one in known])
    return np.array([getattr(one.told.pose, name) - math.degrees(getattr(one.label, name)) for one in known])


# ── by age band, gender and group ───────────────────────────────────────────────────────────────────────────────────


def _parts(name: str, known: Sequence[Described]) -> Iterable[Part]:
    kinds = {
        "age": [_band(one.label.age) for one in known],
        "gender": [one.label.gender or "" for one in known],
        "group": [one.label.group for one in known],
    }
    for by, words in kinds.items():
        order = [f"{low}–{high}" for low, high in BANDS] if by == "age" else sorted(set(words))
        for word in order:
            own = [one for one, its in zip(known, words, strict=True) if its == word]
            if word and len(own) >= LEAST_PART and len(own) < len(known):
                yield Part(by, word, len(own), _with_interval(name, own))


def _band(age: float | None) -> str:
    return "" if age is None else next((f"{low}–{high}" for low, high in BANDS if low <= int(age) <= high), "")


def _with_interval(name: str, own: Sequence[Described]) -> dict[str, float]:
    figures = _figures(name, own)
    if "accuracy" in figures:
        low, high = metrics.wilson_interval(round(figures["accuracy"] * len(own)), len(own))
        return {"accuracy": figures["accuracy"], "low": low, "high": high}
    kept = {metric: value for metric, value in figures.items() if metric != "coverage"}
    errors = np.abs(_errors(name, own))
    half = metrics.Z95 * float(errors.std(ddof=1)) / math.sqrt(len(own))
    return {**kept, "low": float(errors.mean()) - half, "high": float(errors.mean()) + half}


# ── mistakes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _mistakes(name: str, known: Sequence[Described]) -> list[Mistake]:
    """Return the surest wrong answers, or the largest errors, with `probability` the confidence that was told."""
    if name in ("smile", "gender"):
        words = ("neutral", "smiling") if name == "smile" else GENDERS
        probabilities, labels = _decisions(name, known)
        answers, sure = probabilities.argmax(1), probabilities.max(1)
        wrong = [i for i in np.argsort(-sure, kind="stable") if answers[i] != labels[i]][:MOST_MISTAKES]
        return [
            Mistake(known[i].label.name, words[labels[i]], words[answers[i]], float(sure[i]), known[i].picture)
            for i in wrong
        ]
    errors, unit = _errors(name, known), "" if name == "age" else "°"
    true = [one.label.age or 0.0 if name == "age" else math.degrees(getattr(one.label, name)) for one in known]
    return [
        Mistake(
            known[i].label.name,
            f"{true[i]:.0f}{unit}",
            f"{true[i] + errors[i]:.0f}{unit}",
            known[i].told.age.confidence if name == "age" else 0.0,
            known[i].picture,
        )
        for i in np.argsort(-np.abs(errors), kind="stable")[:MOST_MISTAKES]
    ]


def _thumbnail(rgb: RGB) -> str:
    small = images.encode_webp(images.shrink(rgb, LONGEST_SIDE))
    return "data:image/webp;base64," + base64.b64encode(small).decode()
