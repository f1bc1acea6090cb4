"""Fine-tuning for a lesson: the backbone's last blocks learn, too, where a head on frozen features is not enough."""

from __future__ import annotations

import dataclasses
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from mindseye.app import MindsEye
from mindseye.benchmarks.label_folders import LabelFolders
from mindseye.lab.data.folders import held_out
from mindseye.lab.export import export
from mindseye.lab.recipe import Change, Recipe
from mindseye.lab.train import Epoch, Progress, train
from mindseye.models.card import write_card
from mindseye.tasks import classify
from mindseye.teach import judging
from mindseye.teach.records import CurvePoint, LessonReport
from mindseye.types import InputSpec

NOTE = "fine-tuned"
PROTOCOL = "a fifth of each class held back; served ONNX; temperature chosen on the same held-back pictures"


def recipe_of(name: str, title: str, labels: tuple[str, ...], epochs: int) -> Recipe:
    """Return the recipe for a lesson."""
    return Recipe(
        name=name,
        title=title,
        description=f"Tells {len(labels)} classes apart: EfficientNet-Lite0 from ImageNet, its last blocks fine-tuned.",
        task=classify.TASK,
        net="fine-tuned",
        data="folders",
        loss="smoothed",
        input=InputSpec(width=192, height=192, fit="stretch", mean=(127 / 255,), std=(128 / 255,)),
        labels=labels,
        epochs=epochs,
        batch_size=16,  # lessons are small, and each epoch should have some steps
        learning_rate=5e-4,
        average=0.9,  # a run may have no more than a hundred steps
        outliers=0.0,
        change=Change(area=0.4, erase=0.2),
        mirrored=True,
        notes="Begun from Google's ImageNet weights of EfficientNet-Lite0; batch normalisation folded, float16.",
    )


def fine_tune(
    eye: MindsEye,
    lesson: str,
    epochs: int,
    report: Callable[[Progress], None] = lambda progress: None,
    told: Callable[[Epoch], None] = lambda epoch: None,
) -> LessonReport:
    """Fine-tune on a lesson's examples and save the model as the lesson's next version. Returns what it had learned."""
    found, started = eye.lessons.get(lesson), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder, run = Path(scratch) / "examples", Path(scratch) / "run"
        places = eye.lessons.unpack(lesson, folder)
        recipe = recipe_of(lesson, found.title, tuple(sorted(places)), epochs)
        history = train(recipe, folder, run, report=report, told=told)
        version = eye.lessons.next_version(lesson)
        card = export(recipe, folder, run, eye.settings.home / "models", version)
        named = dataclasses.replace(card, labels=tuple(places[label] for label in recipe.labels))
        write_card(named, eye.models.get(f"{lesson}@{version}").folder)
        judged = _judged(eye, recipe, folder, places, version, [_point(epoch) for epoch in history])
    judged = dataclasses.replace(judged, seconds=round(time.monotonic() - started, 2))
    eye.lessons.record(lesson, judged, NOTE)
    return judged


def _judged(
    eye: MindsEye, recipe: Recipe, folder: Path, places: dict[str, str], version: str, curve: list[CurvePoint]
) -> LessonReport:
    """Return the figures of the served model on the held-back pictures."""
    found = [picture for picture in LabelFolders(folder) if picture.label in recipe.labels]
    targets = np.array([recipe.labels.index(picture.label) for picture in found], np.int64)
    held = np.flatnonzero(held_out(targets))
    model = eye.models.get(f"{recipe.name}@{version}")
    chances = np.stack([classify.probabilities(eye.models, model, found[place].rgb) for place in held])
    material = judging.Answered(
        labels=tuple(places[label] for label in recipe.labels),
        examples=tuple(int(Path(found[place].name).stem) for place in held),
        targets=targets[held],
        chances=chances,
    )
    return judging.report_on(material, version=version, protocol=PROTOCOL, curve=curve)


def _point(epoch: Epoch) -> CurvePoint:
    figures = (epoch.train_loss, epoch.train_accuracy, epoch.validation_loss, epoch.validation_accuracy)
    return CurvePoint(epoch.epoch, *(round(figure, 5) for figure in figures))
