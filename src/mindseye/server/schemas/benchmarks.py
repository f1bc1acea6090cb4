"""Benchmarks over HTTP."""

from __future__ import annotations

from pydantic import BaseModel, Field
from spectree.model_adapter.pydantic_adapter import BaseFile

from mindseye.server.schemas.base import Problem, Schema


class Machine(Schema):
    cpu: str
    cores: int


class BenchmarkRow(Schema):
    model: str
    setting: dict[str, str | int | float | bool]
    count: int
    metrics: dict[str, float]
    confusion: list[list[int]] | None = None
    mistakes: list[Mistake] | None = None
    reliability: list[tuple[int, float, float]] | None = Field(
        default=None, description="Of each bin of confidence: pictures, their mean confidence, the share that is right."
    )


class Mistake(Schema):
    """A wrong answer, the most confident first."""

    name: str
    truth: str
    answer: str
    probability: float
    png: str = Field(description="A small picture of it, as a data URL.")


class BenchmarkResult(Schema):
    bench: str
    data: str
    version: str
    machine: Machine
    measured: str = Field(description="When, ISO 8601, UTC.")
    rows: list[BenchmarkRow]


class BenchmarkReply(Schema):
    """The newest result of this benchmark on this machine, if there is one."""

    result: BenchmarkResult | None


class BenchmarkForm(BaseModel):
    files: list[BaseFile] = Field(
        description="One .zip with a folder of pictures per label; for digits also MNIST's two idx files (.gz or not)."
    )


class BenchmarkProgress(Schema):
    """One line of the NDJSON stream: progress lines, then one with `result` or `problem`."""

    done: int
    total: int
    seconds_left: float | None = None
    result: BenchmarkResult | None = None
    problem: Problem | None = None


BenchmarkRow.model_rebuild()
