"""Writes a benchmark's figures into a model's card, with data, protocol and commit beside each."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from mindseye.app import MindsEye
from mindseye.benchmarks import attributes as attributes_benchmark
from mindseye.benchmarks import caption as caption_benchmark
from mindseye.benchmarks import detect, sketch_towers
from mindseye.benchmarks import sketch as sketch_benchmark
from mindseye.benchmarks import words as words_benchmark
from mindseye.benchmarks.caption_data import read_pictures, training_sentences
from mindseye.benchmarks.face_scenes import Scenes
from mindseye.benchmarks.result import Row
from mindseye.errors import RequestError
from mindseye.models.card import Card, Metric, write_card
from mindseye.models.registry import Model
from mindseye.tasks import caption, classify, sketch
from mindseye.tasks.faces import attributes, detection
from mindseye.tasks.marks import WORDS
from mindseye.tasks.words import TASK as SENTENCES
from mindseye.version import commit

RECORDED = ("accuracy", "log_loss", "ece", "failures", "false_rejects", "catches", "recall", "false_faces")
MARKS = "mindseye bench {task}: each picture read as one mark, most probable {word}, served ONNX"
ATTRIBUTES = "mindseye bench attributes: the found face of each picture against its labels, served ONNX"
DETECT = "mindseye bench detect: faces found by boxes that overlap them by 0.3, false ones per picture, served ONNX"
SKETCH = "mindseye bench sketch: photos of the part ranked by each of its drawings, served ONNX"
SKETCH_FIGURES = ("map", "precision@6", "r_precision", "recall@1", "recall@5")
BEAMS = (1, 3, 5)
UNRECORDED = ("_p50", "_p95", "parameters", "bytes")  # of the machine, or told elsewhere in the card
SENTENCES_PROTOCOL = {
    caption.TASK: "mindseye bench caption: free running, all sentences of a picture as references, served ONNX",
    SENTENCES: "mindseye bench words: only the very picture that a sentence was written for is right, served ONNX",
}
CLASSIFY = "mindseye bench classify: most probable label against the picture's folder, served ONNX"


def record(
    eye: MindsEye,
    name: str,
    data: Path,
    words: str,
    confusion: bool,
    others: Path | None = None,
    part: str | None = None,
) -> Card:
    """Run the benchmark of a model's task and return its card with the new figures; older ones on this data go.

    `others` and `part` (one of `benchmarks.parts.PARTS`) are for models that read marks, `part` (one of HALVES) also
    for those that find faces.
    """
    model = eye.models.get(name)
    if model.card.task == attributes.TASK:
        return _record_attributes(eye, model, data, words, part)
    if model.card.task == sketch.TASK:
        return _record_sketch(eye, model, data, words)
    if model.card.task in (caption.TASK, SENTENCES):
        return _record_sentences(eye, model, data, words)
    row, protocol = _measured(eye, model, data, words, others, part)
    kept = tuple(metric for metric in model.card.metrics if not metric.data.startswith(words))
    card = dataclasses.replace(model.card, metrics=kept + _metrics(row, words, protocol))
    if confusion and row.confusion:
        card = dataclasses.replace(card, confusion=tuple(tuple(counts) for counts in row.confusion))
    write_card(card, model.folder)
    return card


def _measured(
    eye: MindsEye, model: Model, data: Path, words: str, others: Path | None, part: str | None
) -> tuple[Row, str]:
    name, task = model.card.name, model.card.task
    if task == detection.TASK:
        scenes = Scenes(data, part, eye.settings.image_limits)
        return detect.run({name: detect.served(eye.models)}, scenes, words).rows[0], DETECT
    if not classify.suits(model.card):
        row = eye.bench_marks(task, data, words, [name], others=others, part=part).rows[0]
        return row, MARKS.format(task=task, word=WORDS[task])
    if others or part:
        raise RequestError(f"{name} names whole pictures: --others and --part are for models that read marks.")
    return eye.bench_classify(data, words, [name]).rows[0], CLASSIFY


def _record_attributes(eye: MindsEye, model: Model, data: Path, words: str, part: str | None) -> Card:
    """Return the card of a model of faces with its figures, of all faces and of each age band, gender and group."""
    result = attributes_benchmark.run(eye.models, data, part, limits=eye.settings.image_limits)
    found = []
    for row in result.rows:
        name = str(row.setting["attribute"])
        figures = {metric: value for metric, value in row.metrics.items() if not metric.endswith(("_p50", "_p95"))}
        found += _named(figures, f"{words}, {name} ({row.count} faces)", ATTRIBUTES)
        for one in row.parts if isinstance(row, attributes_benchmark.AttributeRow) else ():
            main = {metric: value for metric, value in one.metrics.items() if metric not in ("low", "high")}
            interval = f"95 % interval {one.metrics['low']:.3g} to {one.metrics['high']:.3g}"
            found += _named(main, f"{words}, {name}, {one.by} {one.name} ({one.count} faces; {interval})", ATTRIBUTES)
    kept = tuple(metric for metric in model.card.metrics if not metric.data.startswith(words))
    card = dataclasses.replace(model.card, metrics=(*kept, *found))
    write_card(card, model.folder)
    return card


def _record_sketch(eye: MindsEye, model: Model, data: Path, words: str) -> Card:
    """Return the card of a model of drawings with its figures for each part, and for drawings drawn otherwise."""
    towers = sketch_towers.trained(eye.models, model)
    result, _ = sketch_benchmark.run(eye.models, data, [towers], limits=eye.settings.image_limits)
    found = []
    for row in result.rows:
        figures = {name: value for name, value in row.metrics.items() if name in SKETCH_FIGURES}
        told = [str(row.setting["part"]), str(row.setting["strokes"]), f"re-ranking {row.setting['rerank']}"]
        found += _named(figures, f"{words}, {', '.join(filter(None, told))} ({row.count} drawings)", SKETCH)
    kept = tuple(metric for metric in model.card.metrics if not metric.data.startswith(words))
    card = dataclasses.replace(model.card, metrics=(*kept, *found))
    write_card(card, model.folder)
    return card


def _record_sentences(eye: MindsEye, model: Model, data: Path, words: str) -> Card:
    """Return the card of a model of captions or of words with its figures for each beam, or for each direction."""
    limits, found = eye.settings.image_limits, []
    pictures = read_pictures(data)
    if model.card.task == caption.TASK:
        ways = caption_benchmark.served(eye.models, [model.card.name], BEAMS)
        result, _ = caption_benchmark.run(ways, pictures, words, training_sentences(data), limits=limits)
    else:
        result, _ = words_benchmark.run(
            words_benchmark.served(eye.models, model.card.name), pictures, words, limits=limits
        )
    for row in result.rows:
        figures = {name: value for name, value in row.metrics.items() if not name.endswith(UNRECORDED)}
        told = f"beam {row.setting['beam']}" if "beam" in row.setting else str(row.setting["direction"])
        found += _named(figures, f"{words}, {told} ({len(pictures)} pictures)", SENTENCES_PROTOCOL[model.card.task])
    kept = tuple(metric for metric in model.card.metrics if not metric.data.startswith(words))
    card = dataclasses.replace(model.card, metrics=(*kept, *found))
    write_card(card, model.folder)
    return card


def _named(figures: dict[str, float], data: str, protocol: str) -> list[Metric]:
    return [Metric(name, round(value, 5), data, protocol, commit()) for name, value in figures.items()]


def _metrics(row: Row, words: str, protocol: str) -> tuple[Metric, ...]:
    data = f"{words} ({row.count} {'faces' if 'recall' in row.metrics else 'pictures'})"
    return tuple(
        Metric(metric, round(row.metrics[metric], 5), data, protocol, commit())
        for metric in RECORDED
        if metric in row.metrics
    )
