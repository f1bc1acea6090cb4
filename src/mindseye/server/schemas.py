"""What travels over HTTP: the only place where requests and replies are described.

The OpenAPI document, the interactive docs and the front end's TypeScript types are all generated from these classes.
Probabilities are 0–1, times are milliseconds, boxes are pixels of the upright picture.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from spectree.model_adapter.pydantic_adapter import BaseFile


class Schema(BaseModel):
    """Base of every request and reply: an unknown key is an error; replies are built from the library's results."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Problem(BaseModel):
    """RFC 9457 problem details; `detail` is one sentence: what, how much, the limit and the cure."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str = Field(
        description="A stable name of the kind of error, for programs: `image`, `too_large`, `not_found`, …"
    )


# ── pictures ────────────────────────────────────────────────────────────────────────────────────────────────────────


class PictureJson(Schema):
    """A picture in a JSON body."""

    image: str = Field(min_length=1, description="The picture as base64 or as a data URL.")


class PictureForm(Schema):
    """A picture as a multipart upload."""

    image: BaseFile = Field(description="The picture file.")


class Box(Schema):
    """A rectangle in pixels of the upright picture; x2 and y2 are exclusive."""

    x1: float
    y1: float
    x2: float
    y2: float


class Raster(Schema):
    """Numbers to be painted: `count` maps of `height` × `width`, row by row, as base64 of uint8.

    A byte b stands for `minimum + b / 255 × (maximum − minimum)`.
    """

    count: int
    height: int
    width: int
    minimum: float
    maximum: float
    data: str


# ── digits ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class DigitsOptions(Schema):
    models: list[str] | None = Field(
        default=None, description="Names of digit models; all of them when absent. In a form: separated by commas."
    )
    preview: bool = Field(default=False, description="Also return what the networks see, as PNG data URLs.")

    @field_validator("models", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


class DigitsJson(DigitsOptions, PictureJson): ...


class DigitsForm(DigitsOptions, PictureForm): ...


class GlyphReading(Schema):
    """One mark of the drawing as one network reads it."""

    box: Box
    digit: int = Field(description="The most probable digit, given even when `accepted` is false.")
    probability: float
    accepted: bool = Field(description="False: this is probably not a digit (see `threshold` of the model).")
    probabilities: list[float] = Field(min_length=10, max_length=10)


class ModelReading(Schema):
    """The answer of one network: its reading of the whole drawing, left to right, `?` where it refuses."""

    model: str
    version: str
    title: str
    reading: str
    glyphs: list[GlyphReading]
    threshold: float = Field(description="A mark whose best probability is below this is called “not a digit”.")
    time_ms: float


class Preview(Schema):
    """What the network sees of one mark."""

    width: int
    height: int
    png: str = Field(description="data:image/png;base64,…")


class DigitsTimings(Schema):
    decode: float
    prepare: float
    total: float


class DigitsReply(Schema):
    nothing_drawn: bool = Field(description="True for a blank picture; then every reading is empty.")
    models: list[ModelReading]
    previews: list[Preview] | None = None
    width: int
    height: int
    timings_ms: DigitsTimings


class InsideOptions(Schema):
    model: str
    glyph: int = Field(default=0, ge=0, description="Which mark of the drawing, from the left.")
    digit: int | None = Field(default=None, ge=0, le=9, description="Whose evidence to show; the winner when absent.")


class InsideJson(InsideOptions, PictureJson): ...


class InsideForm(InsideOptions, PictureForm): ...


class LayerView(Schema):
    """One layer with its values for this very drawing."""

    name: str
    kind: Literal["input", "conv", "relu", "maxpool", "flatten", "linear", "softmax"]
    shape: list[int] = Field(description="Shape of the output: (channels, height, width) or (units,).")
    parameters: int
    multiply_adds: int
    kernel: int | None = None
    stride: int | None = None
    padding: int | None = None
    maps: Raster = Field(description="Output maps; a vector of n units is one map of 1 × n.")
    filters: Raster | None = Field(default=None, description="Weights of a convolution on the picture itself.")


class EvidenceMap(Schema):
    """Where the network found reasons for a digit."""

    method: Literal["gradient × input", "Grad-CAM"]
    layer: str
    raster: Raster = Field(description="At the size of the network's input; negative values speak against the digit.")


class InsideReply(Schema):
    model: str
    digit: int
    probability: float
    layers: list[LayerView]
    evidence: list[EvidenceMap]
    input: Preview


class ArithmeticOptions(Schema):
    model: str
    glyph: int = Field(default=0, ge=0)
    layer: str
    channel: int = Field(default=0, ge=0, description="Map, or unit of a vector.")
    y: int = Field(default=0, ge=0)
    x: int = Field(default=0, ge=0)


class ArithmeticJson(ArithmeticOptions, PictureJson): ...


class ArithmeticForm(ArithmeticOptions, PictureForm): ...


class ArithmeticTerm(Schema):
    """One group of products: a k × k window of one input map times its kernel, or one input unit times its weight."""

    source: str = Field(description="Where the inputs come from, such as `pool1[3]`.")
    y: int | None = Field(
        default=None, description="Top-left corner of the window in the source map (may be negative)."
    )
    x: int | None = None
    inputs: list[list[float]]
    weights: list[list[float]] | None = Field(default=None, description="Absent for max-pooling, ReLU and softmax.")
    subtotal: float


class ArithmeticReply(Schema):
    """How one number of one layer comes about. For conv and linear: subtotals + rest + bias = output."""

    model: str
    layer: str
    kind: Literal["conv", "relu", "maxpool", "flatten", "linear", "softmax", "input"]
    channel: int
    y: int
    x: int
    terms: list[ArithmeticTerm] = Field(description="Largest contributions first, at most 16.")
    terms_total: int
    rest: float = Field(description="Sum of the terms that are not listed.")
    bias: float | None = None
    output: float


class RecognitionRequest(Schema):
    """The old student system's request."""

    image_data: str


class RecognitionResult(Schema):
    num: int
    pro: float


class RecognitionReply(Schema):
    """The old student system's reply: status 1 with a result, −3 when there is nothing to read."""

    status: int
    result: RecognitionResult | None = None
    message: str | None = None


# ── models ──────────────────────────────────────────────────────────────────────────────────────────────────────────


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
    input: dict[str, object]
    thresholds: dict[str, float]
    layers: list[LayerCard]
    history: list[EpochFigures]
    metrics: list[MetricFigure]
    confusion: list[list[int]] | None = Field(description="Rows are true labels, columns are answers; from the card.")
    provenance: Provenance


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


# ── benchmarks ──────────────────────────────────────────────────────────────────────────────────────────────────────


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


class Mistake(Schema):
    """A wrong answer, the most confident first."""

    name: str
    truth: str
    answer: str
    probability: float
    png: str


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
        description="MNIST's two idx files (.gz or not), or one .zip with a folder of pictures per digit."
    )


class BenchmarkProgress(Schema):
    """One line of the NDJSON stream: progress lines, then one with `result` or `problem`."""

    done: int
    total: int
    seconds_left: float | None = None
    result: BenchmarkResult | None = None
    problem: Problem | None = None


# ── the system ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Limits(Schema):
    max_bytes: int
    max_megapixels: float


class StatusReply(Schema):
    version: str
    limits: Limits
    tasks: list[str]


class Check(Schema):
    """One line of `mindseye doctor`."""

    name: str
    ok: bool
    detail: str
    cure: str | None = None


class DoctorReply(Schema):
    checks: list[Check]


class Sample(Schema):
    name: str
    title: str
    title_zh: str
    task: str
    url: str


class SamplesReply(Schema):
    samples: list[Sample]


BenchmarkRow.model_rebuild()
