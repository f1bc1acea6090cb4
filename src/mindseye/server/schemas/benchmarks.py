"""Benchmarks over HTTP."""

from __future__ import annotations

from typing import Literal

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


class SketchPoint(Schema):
    """A photo or a drawing on the map; its small picture stands at its own place in the sprite, row by row."""

    x: float = Field(description="0 to 1.")
    y: float = Field(description="0 to 1, downwards.")
    kind: Literal["photo", "sketch"]
    category: str
    unseen: bool = Field(description="Whether the model never met its category.")


class SketchAsked(Schema):
    """A drawing and the first photos that it found; all are places in the list of points."""

    point: int
    part: Literal["seen", "unseen"] = Field(description="Among whose photos it searched.")
    own: int | None = Field(description="The photo that was drawn, where it was among them.")
    before: list[int] = Field(description="What the untrained network finds, best first.")
    after: list[int]
    precision_before: float = Field(description="Average precision, 0–1.")
    precision_after: float


class SketchCategory(Schema):
    """Mean average precision of a category's drawings."""

    category: str
    unseen: bool
    count: int
    before: float
    after: float


class SketchLook(Schema):
    """A run of the sketch benchmark to look at: all pictures on a map (t-SNE), and what each drawing found."""

    model: str
    version: str
    data: str
    measured: str = Field(description="When, ISO 8601, UTC.")
    tile: int = Field(description="Sides of a small picture in the sprite, in px.")
    columns: int = Field(description="Small pictures in a row of the sprite.")
    sprite: str = Field(description="A name that changes with the sprite.")
    points: list[SketchPoint]
    asked: list[SketchAsked]
    categories: list[SketchCategory] = Field(description="The best first.")


class SketchLookReply(Schema):
    """What the newest sketch benchmark on this machine has to look at, if it has run."""

    look: SketchLook | None


class CaptionExampleWord(Schema):
    """A word of an example, and where the model looked for it."""

    text: str
    probability: float = Field(description="0–1, given the picture and the words before.")
    attention: list[list[float]] = Field(description="Rows of cells over the whole picture; the largest is 1.")


class CaptionExample(Schema):
    """A picture that was described; its small picture stands at its own place in the sprite, row by row."""

    group: Literal["random", "best", "worst"]
    text: str
    words: list[CaptionExampleWord]
    references: list[str] = Field(description="What people wrote.")
    cider: float = Field(description="CIDEr-D, 0–10.")
    agreement: float = Field(description="Share of the telling words that people used too, 0–1.")
    confidence: float = Field(description="0–1.")
    sure: bool = Field(description="Whether the product shows it without a warning.")


class CaptionLook(Schema):
    """A run of the caption benchmark to look at."""

    model: str
    version: str
    beam: int = Field(description="Of the examples.")
    data: str
    measured: str = Field(description="When, ISO 8601, UTC.")
    tile: int = Field(description="Sides of a small picture in the sprite, in px.")
    columns: int = Field(description="Small pictures in a row of the sprite.")
    sprite: str = Field(description="A name that changes with the sprite.")
    people: dict[str, float] = Field(description="Figures of people's first sentences against the others.")
    against: int = Field(description="How many others, in the middle.")
    examples: list[CaptionExample]


class CaptionLookReply(Schema):
    """What the newest caption benchmark on this machine has to look at, if it has run."""

    look: CaptionLook | None


BenchmarkRow.model_rebuild()
