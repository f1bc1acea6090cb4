"""What similarity of two faces means: thresholds for rates of false accepts, from pairs of different people."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from mindseye import images, metrics
from mindseye.benchmarks import verify
from mindseye.benchmarks.attributes_data import LabelledFace, read_labels
from mindseye.benchmarks.result import Row
from mindseye.benchmarks.verify_data import read_faces
from mindseye.errors import DataError
from mindseye.models.card import Card, Metric, write_card
from mindseye.models.registry import Models
from mindseye.tasks.faces.comparison import CONFIDENCES, LEAST_ERRORS
from mindseye.tasks.faces.detection import detect
from mindseye.tasks.faces.embedding import DIM, embed, model_of
from mindseye.types import ImageLimits
from mindseye.version import commit

TAIL = 1e-3  # the share of impostors whose scores the tail is fitted on
LOWEST = 0.01  # the share of impostors that similarity 0 leaves below itself
PROTOCOL = "mindseye bench verify: served ONNX, our own detection and alignment, {part}"
GROUPS = "pairs of different grown-ups of one group whose similarity is over the threshold of 1e-3; served ONNX"
GROWN_UP = 18  # years: children look alike
RECORDED = ("accuracy", "accuracy_std", "tar@far=1e-2", "tar@far=1e-3", "tar@far=1e-4", "tar@far=1e-5", "failures")


def calibrate(
    models: Models, data: Path, words: str, limits: ImageLimits, report: Callable[[int, int], None]
) -> tuple[Card, dict[str, float]]:
    """Write thresholds and figures of `face-embed` into its card; return the card and the thresholds as counted.

    `data` is of LFW's layout; all its pictures are compared with each other. Raises DataError for too few people.
    """
    model, faces = model_of(models), read_faces(data)
    seen = verify.see(models, faces, limits, report)
    _, impostor = verify.all_pairs(seen.vectors, faces.people)
    card = dataclasses.replace(model.card, thresholds=thresholds_of(impostor))
    pairs, everything = verify.rows_of(card, faces, seen, limits)[:2]
    fresh = [*_metrics(everything, words), *_metrics(pairs, words)]
    card = _with(card, fresh, words)
    write_card(card, model.folder)
    return card, {rate: metrics.threshold_at(float(rate), impostor) for rate in CONFIDENCES}


def compare_groups(
    models: Models, data: Path, words: str, limits: ImageLimits, report: Callable[[int, int], None]
) -> Card:
    """Write into the card how often grown-ups of one group pass for each other, by group; return the card.

    `data` is as for `mindseye bench attributes`, with a column `race` or `group`, and one person a picture.
    """
    model = model_of(models)
    labelled = [face for face in _labelled(data) if face.age and face.age >= GROWN_UP]
    vectors = np.zeros((len(labelled), DIM), np.float32)
    for place, face in enumerate(labelled):
        rgb = images.read(face.path, limits)
        vectors[place] = embed(
            models, rgb, [verify.middle_face(detect(models, rgb).faces, rgb) or verify.best_guess(models, rgb)]
        )
        report(place + 1, len(labelled))
    fresh = []
    for group in sorted({face.group for face in labelled}):
        some = vectors[[face.group == group for face in labelled]]
        _, impostor = verify.all_pairs(some, [str(number) for number in range(len(some))])
        share = float((impostor >= model.card.thresholds["far_1e-3"]).mean())
        described = f"{words}: {group}, {len(some)} people ({len(impostor):,} pairs)"
        fresh.append(Metric("far@1e-3", round(share, 6), described, GROUPS, commit()))
    card = _with(model.card, fresh, words)
    write_card(card, model.folder)
    return card


def _labelled(data: Path) -> list[LabelledFace]:
    """Return all parts of the set: the network has learned from none of them."""
    return [face for part in ("train", "val") for face in read_labels(data, part)[0]]


def _with(card: Card, fresh: list[Metric], words: str) -> Card:
    """Return the card with new figures instead of the older ones on this data."""
    kept = [metric for metric in card.metrics if not metric.data.startswith(words)]
    return dataclasses.replace(card, metrics=(*kept, *fresh))


def _metrics(row: Row, words: str) -> list[Metric]:
    data, protocol = f"{words} ({row.count:,} pairs)", PROTOCOL.format(part=row.setting["part"])
    return [
        Metric(name, round(row.metrics[name], 5), data, protocol, commit()) for name in RECORDED if name in row.metrics
    ]


def thresholds_of(impostor: NDArray[np.float32]) -> dict[str, float]:
    """Return the card's thresholds from the inner products of pairs of different people.

    A rate that at least `LEAST_ERRORS` pairs show is counted; a rarer one is read off a generalised Pareto
    distribution fitted to the highest scores (Balkema and de Haan 1974, Pickands 1975).
    """
    count = len(impostor)
    if TAIL * count < LEAST_ERRORS:
        raise DataError(f"{count:,} pairs of different people are too few: {LEAST_ERRORS / TAIL:,.0f} are needed.")
    found = {"zero": float(np.quantile(impostor, LOWEST))}
    for rate in CONFIDENCES:
        is_counted = float(rate) * count >= LEAST_ERRORS
        found[f"far_{rate}"] = metrics.threshold_at(float(rate), impostor) if is_counted else _beyond(rate, impostor)
    return {name: round(value, 5) for name, value in found.items()} | {"impostor_pairs": float(count)}


def _beyond(rate: str, impostor: NDArray[np.float32]) -> float:
    start = metrics.threshold_at(TAIL, impostor)
    excess = impostor[impostor >= start].astype(np.float64) - start
    shape, _, scale = stats.genpareto.fit(excess, floc=0.0)
    return start + float(stats.genpareto.isf(float(rate) / TAIL, shape, 0.0, scale))
