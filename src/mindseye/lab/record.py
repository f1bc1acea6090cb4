"""Writes a benchmark's figures into a model's card, with data, protocol and commit beside each."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from mindseye.app import MindsEye
from mindseye.benchmarks.result import Row
from mindseye.models.card import Card, Metric, write_card
from mindseye.tasks.marks import WORDS
from mindseye.version import commit

RECORDED = ("accuracy", "log_loss", "ece", "failures", "false_rejects", "catches")
PROTOCOL = "mindseye bench {task}: each picture read as one mark, most probable {word}, served ONNX"


def record_marks(
    eye: MindsEye,
    name: str,
    data: Path,
    words: str,
    confusion: bool,
    others: Path | None = None,
    part: str | None = None,
) -> Card:
    """Run the benchmark of digits or letters for one model and return its card with the new figures.

    Older ones on this data go. With `part`, only that one of `benchmarks.parts.PARTS` is looked at.
    """
    model = eye.models.get(name)
    row = eye.bench_marks(model.card.task, data, words, [name], others=others, part=part).rows[0]
    protocol = PROTOCOL.format(task=model.card.task, word=WORDS[model.card.task])
    kept = tuple(metric for metric in model.card.metrics if not metric.data.startswith(words))
    card = dataclasses.replace(model.card, metrics=kept + _metrics(row, words, protocol))
    if confusion and row.confusion:
        card = dataclasses.replace(card, confusion=tuple(tuple(counts) for counts in row.confusion))
    write_card(card, model.folder)
    return card


def _metrics(row: Row, words: str, protocol: str) -> tuple[Metric, ...]:
    data = f"{words} ({row.count} pictures)"
    return tuple(
        Metric(metric, round(row.metrics[metric], 5), data, protocol, commit())
        for metric in RECORDED
        if metric in row.metrics
    )
