"""From names of pictures to the schemas: nothing is decided here."""

from __future__ import annotations

import time
from collections.abc import Sequence

from mindseye.app import MindsEye
from mindseye.models.card import Card
from mindseye.models.registry import Model
from mindseye.server import replies
from mindseye.server import schemas as s
from mindseye.tasks import classify
from mindseye.types import RGB


def namings(
    eye: MindsEye, rgb: RGB, found: Sequence[classify.Naming], started: float, decoded: float
) -> s.ClassifyReply:
    """Pack what the models call a picture; times are perf_counter seconds."""
    timings = {"decode": 1000 * (decoded - started)} | {one.model.card.name: one.time_ms for one in found}
    return s.ClassifyReply(
        namings=[_naming(eye, one) for one in found],
        width=rgb.shape[1],
        height=rgb.shape[0],
        timings_ms=timings | {"total": 1000 * (time.perf_counter() - started)},
    )


def why(eye: MindsEye, rgb: RGB, name: str, index: int) -> s.ClassifyWhyReply:
    """Pack the heat map of one label."""
    found = eye.why_label(rgb, name, index)
    raster = replies.raster(found.cells[None])
    return s.ClassifyWhyReply(model=found.model.card.name, label=label(found.model.card, found.label), raster=raster)


def models(eye: MindsEye) -> s.ClassifyingModelsReply:
    """Pack the list of classifying models."""
    taught = set(eye.lessons.names())
    return s.ClassifyingModelsReply(models=[_model(eye, model, taught) for model in eye.classifying_models(None)])


def _model(eye: MindsEye, model: Model, taught: set[str]) -> s.ClassifyingModel:
    card = model.card
    return s.ClassifyingModel(
        name=card.name,
        version=card.version,
        title=card.title,
        description=card.description,
        labels=list(card.labels),
        labels_zh=list(card.labels_zh),
        taught=card.name in taught,
        accuracy=next((metric.value for metric in card.metrics if metric.metric == "accuracy"), None),
        explains=classify.explains(eye.models, model),
    )


def _naming(eye: MindsEye, found: classify.Naming) -> s.Naming:
    card = found.model.card
    return s.Naming(
        model=card.name,
        version=card.version,
        title=card.title,
        labels=[label(card, one) for one in found.labels],
        groups=[s.GroupShare(name=g.name, name_zh=g.name_zh, probability=g.probability) for g in found.groups],
        accepted=found.accepted,
        threshold=card.thresholds.get("reject"),
        likeness=found.likeness,
        least_likeness=card.thresholds.get(classify.LIKENESS),
        explains=classify.explains(eye.models, found.model),
        time_ms=found.time_ms,
    )


def label(card: Card, found: classify.Label) -> s.Label:
    """Pack one label in English and, where the card knows it, in 中文."""
    chinese = card.labels_zh[found.index] if card.labels_zh else None
    return s.Label(index=found.index, name=found.name, name_zh=chinese, probability=found.probability)
