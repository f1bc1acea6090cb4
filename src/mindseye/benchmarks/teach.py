"""Benchmark `teach`: how well lessons are learned, and whether they know what they have not learned.

Protocol: a lesson is some classes drawn at random from a folder with one sub-folder per class, and some examples of
each drawn at random; it is learned as the product learns it and judged on the classes' remaining pictures. Strangers
are the pictures of the other classes, and those of another folder if one is given. `catches` is the share of strangers
that a rule refuses, `false_rejects` the share of the lesson's own remaining pictures: for `likeness`, the product's
rule, at the threshold that it takes from held-back examples, for the others at one that refuses as many of its own.
`auroc` needs no threshold. Means over the lessons. `images_per_s` counts examples learned.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye import images, metrics
from mindseye.benchmarks.label_folders import LabelFolders
from mindseye.benchmarks.labelled_pictures import PICTURE_SUFFIXES
from mindseye.benchmarks.result import Result, Row
from mindseye.descriptors.pooling import unit
from mindseye.errors import DataError, ImageError
from mindseye.models.registry import Models
from mindseye.tasks.marks import softmax
from mindseye.teach import judging
from mindseye.teach.looking import Looker
from mindseye.types import RGB, ImageLimits

MOST_OTHERS = 1000  # pictures of the other folder
RULES = ("likeness", "probability", "logit")  # by which strangers may be told; the product takes the first


@dataclass(frozen=True, slots=True)
class Plan:
    """How many lessons, of how many classes, with how many examples of each."""

    lessons: int = 6
    classes: int = 5
    examples: int = 40
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen of n pictures; `labels` are places in a sorted list of classes, −1 for the other folder's."""

    features: NDArray[np.float32]  # (n, 2, channels), unit length
    signatures: NDArray[np.float32]  # (n, 256), unit length
    labels: NDArray[np.int64]  # (n,)

    def __getitem__(self, rows: NDArray[np.int64]) -> Looked:
        return Looked(self.features[rows], self.signatures[rows], self.labels[rows])


def run(
    models: Models,
    pictures: LabelFolders,
    words: str,
    plan: Plan,
    others: Path | None = None,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Result:
    """Teach `plan.lessons` lessons and judge them. DataError if the folder has too few classes or pictures."""
    names = sorted(pictures.counts)
    small = [name for name in names if pictures.counts[name] <= plan.examples]
    if len(names) - len(small) < plan.classes:
        raise DataError(
            f"{words} has {len(names) - len(small)} classes with more than {plan.examples} pictures; "
            f"{plan.classes} are needed: take fewer with --classes or --examples."
        )
    looked = _look(models, pictures, names, others, report)
    rng = np.random.default_rng(plan.seed)
    kept = [place for place, name in enumerate(names) if name not in small]
    figures: dict[str, list[dict[str, float]]] = {rule: [] for rule in RULES}
    for _ in range(plan.lessons):
        drawn = np.sort(rng.choice(kept, plan.classes, replace=False))
        for rule, found in _lesson(looked, drawn, plan.examples, rng).items():
            figures[rule].append(found)
    setting = {"lessons": plan.lessons, "classes": plan.classes, "examples": plan.examples}
    rows = [
        Row("photo", len(looked.labels), {key: _mean(found, key) for key in found[0]}, {**setting, "rule": rule})
        for rule, found in figures.items()
    ]
    return Result("teach", words, rows)


def _lesson(
    looked: Looked, drawn: NDArray[np.int64], examples: int, rng: np.random.Generator
) -> dict[str, dict[str, float]]:
    """Teach one lesson and return its figures by rule."""
    known, new = [], []
    for label in drawn:
        own = rng.permutation(np.nonzero(looked.labels == label)[0])
        known.append(own[:examples])
        new.append(own[examples:])
    material, rest = looked[np.concatenate(known)], looked[np.concatenate(new)]
    strangers = looked[np.nonzero(~np.isin(looked.labels, drawn))[0]]
    started = time.perf_counter()
    taught, judged = judging.learn(_material(material, drawn), "1", lambda phase, curve: None, lambda: None)
    seconds = time.perf_counter() - started

    def ask(some: Looked) -> dict[str, NDArray[np.float64]]:
        logits = taught.head.logits(some.features[:, 0])
        chances = softmax(logits.astype(np.float32))
        likeness = np.asarray((some.signatures @ taught.likest.T).max(axis=1), np.float64)
        return {"likeness": likeness, "probability": chances.max(axis=1), "logit": logits.max(axis=1)}

    chances = softmax(taught.head.logits(rest.features[:, 0]).astype(np.float32))
    targets = np.searchsorted(drawn, rest.labels)
    scored, strange = ask(rest), ask(strangers)
    common = {
        "accuracy": metrics.accuracy(chances, targets),
        "log_loss": metrics.log_loss(chances, targets),
        "ece": metrics.expected_calibration_error(chances, targets),
        "images_per_s": len(material.labels) / seconds,
    }
    # Only the product's own rule has a threshold from held-back examples; the others get one that is as strict.
    limits = {rule: float(np.quantile(scored[rule], (scored["likeness"] < judged.reject).mean())) for rule in RULES}
    limits["likeness"] = judged.reject
    return {
        rule: {
            **common,
            "auroc": metrics.auroc(scored[rule], strange[rule]),
            "catches": float((strange[rule] < limits[rule]).mean()),
            "false_rejects": float((scored[rule] < limits[rule]).mean()),
        }
        for rule in RULES
    }


def _material(some: Looked, drawn: NDArray[np.int64]) -> judging.Material:
    return judging.Material(
        labels=tuple(str(label) for label in drawn),
        examples=tuple(range(len(some.labels))),
        features=some.features,
        signatures=some.signatures,
        targets=np.searchsorted(drawn, some.labels),
        groups=np.arange(len(some.labels)),
        left_out=0,
    )


def _look(
    models: Models,
    pictures: LabelFolders,
    names: Sequence[str],
    others: Path | None,
    report: Callable[[int, int], None],
) -> Looked:
    """Let the backbone look at all pictures once."""
    looker = Looker(models)
    strange = _some_of(others) if others else []
    total = len(pictures) + len(strange)
    features, signatures, labels = [], [], []

    def keep(rgb: RGB, label: int) -> None:
        seen = looker.look(rgb)
        features.append(seen.pooled)
        signatures.append(seen.signature)
        labels.append(label)
        report(len(labels), total)

    for picture in pictures:
        keep(picture.rgb, names.index(picture.label))
    for rgb in _read(strange):
        keep(rgb, -1)
    return Looked(unit(np.stack(features)), np.stack(signatures), np.array(labels, np.int64))


def _some_of(folder: Path) -> list[Path]:
    """Return at most 1,000 pictures below a folder, evenly spread over its list."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURE_SUFFIXES)
    if not found:
        raise DataError(f"{folder} holds no pictures: give a folder with pictures of other things.")
    return found[:: -(-len(found) // MOST_OTHERS)]


def _read(paths: Sequence[Path]) -> Iterator[RGB]:
    for path in paths:
        try:
            yield images.read(path, ImageLimits())
        except ImageError:
            continue


def _mean(found: Sequence[dict[str, float]], key: str) -> float:
    return float(np.mean([one[key] for one in found]))
