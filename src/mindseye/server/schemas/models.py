"""Models over HTTP."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from spectree.model_adapter.pydantic_adapter import BaseFile

from mindseye.server.schemas.base import Schema


class LayerCard(Schema):
    name: str
    kind: str
    shape: list[int]
    parameters: int
    multiply_adds: int
    kernel: int | None = None
    stride: int | None = None
    padding: int | None = None


class EpochFigures(Schema):
    epoch: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float


class MetricFigure(Schema):
    """A figure with the words that make it honest."""

    metric: str
    value: float
    data: str
    protocol: str
    commit: str


class Provenance(Schema):
    data: str
    recipe: str
    commit: str
    seed: int | None = None
    notes: str = ""


class ModelSummary(Schema):
    name: str
    version: str
    title: str
    task: str
    description: str
    licence: str
    parameters: int
    multiply_adds: int
    bytes: int
    source: Literal["zoo", "home"]


class ModelCard(ModelSummary):
    """All that must be known to run and to judge a model."""

    labels: list[str]
    labels_zh: list[str]
    input: dict[str, object]
    thresholds: dict[str, float]
    layers: list[LayerCard]
    history: list[EpochFigures]
    metrics: list[MetricFigure]
    confusion: list[list[int]] | None = Field(description="Rows are true labels, columns are answers; from the card.")
    provenance: Provenance


class ModelForm(Schema):
    file: BaseFile = Field(description="A .zip of a model folder, as `GET /models/NAME/export` gives it.")


class ModelsReply(Schema):
    models: list[ModelSummary]


class LatencyRequest(Schema):
    models: list[str] = Field(min_length=1, max_length=8)
    runs: int = Field(default=200, ge=10, le=2000)


class Latency(Schema):
    model: str
    latency_ms_p50: float
    latency_ms_p95: float


class LatencyReply(Schema):
    """Measured now, on this machine, the models taking turns in one run, one picture at a time, one thread."""

    runs: int
    rows: list[Latency]
