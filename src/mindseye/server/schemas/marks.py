"""Handwritten digits and letters over HTTP."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from mindseye.server.schemas.base import Box, PictureForm, PictureJson, Raster, Schema


class MarksOptions(Schema):
    models: list[str] | None = Field(
        default=None, description="Names of models; all that suit when absent. In a form: separated by commas."
    )
    preview: bool = Field(default=False, description="Also return what the networks see, as PNG data URLs.")

    @field_validator("models", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


class MarksJson(MarksOptions, PictureJson): ...


class MarksForm(MarksOptions, PictureForm): ...


class GlyphReading(Schema):
    """One mark of the drawing as one network reads it."""

    box: Box
    label: str = Field(description="The most probable digit or letter, given even when `accepted` is false.")
    index: int = Field(description="Its place in `probabilities`.")
    digit: int | None = Field(default=None, description="The same, as a number; null for letters.")
    probability: float
    accepted: bool = Field(description="False: this is probably no digit, or no letter (see `threshold` of the model).")
    probabilities: list[float] = Field(description="Of 0 to 9, or of A to Z.")


class ModelReading(Schema):
    """The answer of one network: its reading of the whole drawing, left to right, `?` where it refuses."""

    model: str
    version: str
    title: str
    reading: str
    glyphs: list[GlyphReading]
    threshold: float = Field(description="A mark whose best probability is below this is refused.")
    time_ms: float


class Preview(Schema):
    """What the network sees of one mark."""

    width: int
    height: int
    png: str = Field(description="data:image/png;base64,…")


class MarksTimings(Schema):
    decode: float
    prepare: float
    total: float


class MarksReply(Schema):
    nothing_drawn: bool = Field(description="True for a blank picture; then every reading is empty.")
    models: list[ModelReading]
    previews: list[Preview] | None = None
    width: int
    height: int
    timings_ms: MarksTimings


class InsideOptions(Schema):
    model: str
    glyph: int = Field(default=0, ge=0, description="Which mark of the drawing, from the left.")
    index: int | None = Field(
        default=None, ge=0, description="Place of the label whose evidence to show; the winner's when absent."
    )
    digit: int | None = Field(default=None, ge=0, le=9, description="The same for digits: the digit itself.")


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
    """Where the network found reasons for a label."""

    method: Literal["gradient × input", "Grad-CAM"]
    layer: str
    raster: Raster = Field(description="At the size of the network's input; negative values speak against the label.")


class InsideReply(Schema):
    model: str
    index: int = Field(description="Place of the label whose evidence is shown.")
    labels: list[str] = Field(description="All that a mark may be, such as A to Z.")
    digit: int | None = Field(default=None, description="The same as `index`; null for letters.")
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
