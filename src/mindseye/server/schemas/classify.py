"""Naming pictures over HTTP."""

from __future__ import annotations

from pydantic import Field, field_validator, model_validator
from spectree.model_adapter.pydantic_adapter import BaseFile

from mindseye.server.schemas.base import Raster, Schema


class ClassifyOptions(Schema):
    models: list[str] | None = Field(
        default=None, description="Names of classifying models; `photo` when absent. In a form: separated by commas."
    )
    top: int = Field(default=5, ge=1, le=1000, description="How many labels, the most probable first.")

    @field_validator("models", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


class PictureOfTwo(Schema):
    """A picture that is carried along, or one of the library: give exactly one of the two."""

    image: str | None = Field(default=None, description="The picture as base64 or as a data URL.")
    picture: int | None = Field(default=None, description="Number of a picture of the library.")

    @model_validator(mode="after")
    def _one_of_two(self) -> PictureOfTwo:
        if (self.image is None) == (self.picture is None):
            raise ValueError("give exactly one of `image` and `picture`")
        return self


class FormOfTwo(Schema):
    image: BaseFile | None = Field(default=None, description="The picture file.")
    picture: int | None = Field(default=None, description="Or the number of a picture of the library.")


class ClassifyJson(ClassifyOptions, PictureOfTwo): ...


class ClassifyForm(ClassifyOptions, FormOfTwo): ...


class Label(Schema):
    index: int = Field(description="Its place in the model's list of labels; what `why` asks for.")
    name: str
    name_zh: str | None
    probability: float


class GroupShare(Schema):
    """An everyday word for several labels, and the sum of their probabilities."""

    name: str
    name_zh: str
    probability: float


class Naming(Schema):
    """What one model calls the picture."""

    model: str
    version: str
    title: str
    labels: list[Label]
    groups: list[GroupShare] = Field(description="The most probable groups of labels; empty where a model has none.")
    accepted: bool = Field(description="False: none of the model's labels, by its own threshold.")
    threshold: float | None = Field(description="A best probability below this means “none of these”; null: no rule.")
    likeness: float | None = Field(description="How like it is to the likest class, −1 to 1; of taught models.")
    least_likeness: float | None = Field(description="A likeness below this means “none of these”; null: no rule.")
    explains: bool = Field(description="Whether `why` can draw a heat map for this model.")
    time_ms: float


class ClassifyReply(Schema):
    namings: list[Naming]
    width: int
    height: int
    timings_ms: dict[str, float] = Field(description="`decode`, one for each model by its name, `total`.")


class ClassifyWhyOptions(Schema):
    model: str = "photo"
    label: int = Field(ge=0, description="The label's place in the model's list.")


class ClassifyWhyJson(ClassifyWhyOptions, PictureOfTwo): ...


class ClassifyWhyForm(ClassifyWhyOptions, FormOfTwo): ...


class ClassifyWhyReply(Schema):
    """Where the model found its reasons: the cells of the heat map cover the whole picture evenly."""

    model: str
    label: Label
    raster: Raster = Field(description="What each cell speaks for the label; below zero: against it.")


class ClassifyingModel(Schema):
    name: str
    version: str
    title: str
    description: str
    labels: list[str]
    labels_zh: list[str]
    taught: bool = Field(description="Whether a person taught it here; then it has a lesson of the same name.")
    accuracy: float | None = Field(description="The first accuracy of its card.")
    explains: bool


class ClassifyingModelsReply(Schema):
    models: list[ClassifyingModel]
