"""Sentences about pictures over HTTP: of one that is sent, and of those in the library."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from mindseye.server.schemas.base import Schema
from mindseye.server.schemas.classify import FormOfTwo, PictureOfTwo


class CaptionOptions(Schema):
    count: int = Field(default=3, ge=1, le=10, description="How many different sentences, the best first.")
    beam: int = Field(default=3, ge=1, le=10, description="Sentences followed at a time; at least `count` are.")
    start: str = Field(
        default="", max_length=200, description="How the sentences begin: at most 10 words that the model knows."
    )
    model: str = "caption"


class CaptionJson(CaptionOptions, PictureOfTwo): ...


class CaptionForm(CaptionOptions, FormOfTwo): ...


class AnimationOptions(CaptionOptions):
    choice: int = Field(default=0, ge=0, le=9, description="Which of the sentences, counted from the best, which is 0.")
    format: Literal["webp", "gif"] = "webp"


class AnimationJson(AnimationOptions, PictureOfTwo): ...


class AnimationForm(AnimationOptions, FormOfTwo): ...


class WordWithMap(Schema):
    """A word of a sentence, and where the model looked for it."""

    text: str
    probability: float = Field(description="0–1, given the picture and the words before.")
    attention: list[list[float]] = Field(
        description="Rows of cells that cover the whole picture evenly; none below 0, all together 1."
    )


class ChineseWord(Schema):
    """A piece of the sentence in 中文, and the place of the English word that it stands for, counted from 0."""

    text: str
    word: int | None


class Caption(Schema):
    text: str
    text_zh: str = Field(description="Made from the English one by a dictionary and rules.")
    sure_zh: bool = Field(description="False: a word is not in the dictionary, or no rule knew the order.")
    log_probability: float = Field(description="Natural logarithm, of the whole sentence.")
    confidence: float = Field(description="0–1, calibrated; see the model's card.")
    words: list[WordWithMap] = Field(description="Without the full stop.")
    words_zh: list[ChineseWord]


class CaptionsReply(Schema):
    width: int
    height: int
    model: str
    captions: list[Caption] = Field(description="The best first, all different.")
    sure: bool = Field(description="False: the best one may well be wrong; show it as unsure.")
    note: Literal["", "blank", "dark", "text", "drawing"] = Field(description="Why it may be wrong, if seen.")
    milliseconds: float


class PictureCaption(Schema):
    """The sentence about a picture of the library."""

    text: str
    text_zh: str = Field(description="Of a model's sentence; empty for a person's.")
    by: Literal["model", "person"] = Field(description="Who wrote `text`. No model overwrites a person's.")
    written: datetime
    said: str | None = Field(description="What the model said, also while a person's sentence stands in its place.")
    model: str | None = Field(description="Who said it; null where no model has looked, as are the rest.")
    confidence: float | None
    log_probability: float | None
    sure: bool | None
    note: str | None


class CaptionText(Schema):
    text: str = Field(min_length=1, max_length=1000)


class CaptionReply(Schema):
    caption: PictureCaption | None = Field(description="As it is now; null: there is none.")


class CaptionStatus(Schema):
    """How far the library has captions."""

    model: str | None = Field(description="Who describes pictures here; null: no such model.")
    pictures: int = Field(description="Pictures with a caption.")
    by_person: int = Field(description="Of these, written by a person.")
    older: int = Field(description="Of these, by another version of the model; `again` does them anew.")
    missing: int = Field(description="Pictures without one.")


class CaptionJob(Schema):
    model: str = "caption"
    again: bool = Field(default=False, description="Also those that another version of the model has described.")
    pictures: list[int] | None = Field(
        default=None, min_length=1, max_length=10_000, description="Only these; all of the library when absent."
    )


class SidecarJob(Schema):
    replace: bool = Field(
        default=False, description="Also where a sidecar has a description that was not written from here."
    )
    unsure: bool = Field(default=False, description="Also the model's sentences that it is not sure of.")
