"""What similarity of two faces means: thresholds for rates of false accepts, from pairs of different people."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from mindseye import metrics
from mindseye.benchmarks import verify
from mindseye.benchmarks.verify_data import read_faces
from mindseye.errors import DataError
from mindseye.models.card import Card, Metric, write_card
from mindseye.models.registry import Models
from mindseye.tasks.faces.comparison import CONFIDENCES, LEAST_ERRORS
from mindseye.tasks.faces.embedding import model_of
from mindseye.types import ImageLimits
from mindseye.version import commit

TAIL = 1e-3  # the share of impostors whose scores the tail is fitted on
LOWEST = 0.01  # the share of impostors that similarity 0 leaves below itself
PROTOCOL = "mindseye bench verify: served ONNX, our own detection and alignment, {part}"
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
    thresholds = thresholds_of(impostor)
    kept = tuple(metric for metric in model.card.metrics if not metric.data.startswith(words))
    card = dataclasses.replace(model.card, thresholds=thresholds)
    fresh = []
    for row in verify.rows_of(card, faces, seen, limits)[:2]:
        data_words = f"{words} ({row.count:,} pairs)"
        protocol = PROTOCOL.format(part=row.setting["part"])
        fresh += [
            Metric(name, round(row.metrics[name], 5), data_words, protocol, commit())
            for name in RECORDED
            if name in row.metrics
        ]
    card = dataclasses.replace(card, metrics=(*kept, *fresh))
    write_card(card, model.folder)
    return card, {rate: metrics.threshold_at(float(rate), impostor) for rate in CONFIDENCES}


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
