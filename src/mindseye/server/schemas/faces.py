"""Faces over HTTP: find, describe, compare."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from spectree.model_adapter.pydantic_adapter import BaseFile

from mindseye.server.schemas.base import Box, Schema
from mindseye.server.schemas.classify import FormOfTwo, PictureOfTwo


class FaceOptions(Schema):
    min_size: int | None = Field(
        default=None, ge=8, le=4096, description="Smallest face, in px of its shorter side; the card's when absent."
    )
    min_score: float | None = Field(
        default=None, ge=0, le=1, description="How sure the detector must be, 0 to 1; the card's when absent."
    )
    most: int | None = Field(default=None, ge=1, le=1000, description="Only so many, the largest; all when absent.")


class DetectOptions(FaceOptions):
    attributes: bool = Field(default=True, description="Whether age, gender, smile and the like are told, too.")


class DetectJson(DetectOptions, PictureOfTwo): ...


class DetectForm(DetectOptions, FormOfTwo): ...


class FacePoint(Schema):
    x: float
    y: float


class FaceLandmarks(Schema):
    """Five points in px of the upright picture; left and right are the viewer's."""

    left_eye: FacePoint
    right_eye: FacePoint
    nose: FacePoint
    mouth_left: FacePoint
    mouth_right: FacePoint


class FaceMeasure(Schema):
    value: float = Field(description="0 to 100.")
    threshold: float = Field(description="From here on it counts as “yes”.")


class FaceAge(Schema):
    value: float = Field(description="Years.")
    low: float
    high: float
    confidence: float = Field(description="How probably the true age lies from `low` to `high`, 0 to 1.")


class FaceGender(Schema):
    value: Literal["female", "male"]
    confidence: float = Field(description="0.5 to 1.")


class HeadPose(Schema):
    """Degrees; 0 is frontal. Positive yaw looks to the viewer's right, pitch up, roll is clockwise for the viewer."""

    yaw: float
    pitch: float
    roll: float


class FaceAttributes(Schema):
    age: FaceAge
    gender: FaceGender
    smile: FaceMeasure
    headpose: HeadPose
    blur: FaceMeasure = Field(description="High is blurred.")
    quality: FaceMeasure = Field(description="High is fit for comparison.")


class DetectedFace(Schema):
    box: Box
    square: Box = Field(description="The smallest square around the box with the same middle; may leave the picture.")
    confidence: float = Field(description="How sure the detector is, 0 to 1.")
    landmarks: FaceLandmarks
    attributes: FaceAttributes | None


class DetectReply(Schema):
    faces: list[DetectedFace] = Field(description="The largest first.")
    width: int
    height: int
    min_size: int
    min_score: float
    nearest_score: float | None = Field(
        description="With no face: the highest `min_score` that would have found one; null where none would."
    )
    models: dict[str, str] = Field(description="The models that answered, and their versions.")
    timings_ms: dict[str, float] = Field(description="`decode`, `detect`, `attributes`, `total`.")


class CompareJson(FaceOptions):
    """Two pictures, each carried along or of the library: give exactly one of two for each side."""

    image1: str | None = Field(default=None, description="The first picture as base64 or as a data URL.")
    picture1: int | None = Field(default=None, description="Or the number of a picture of the library.")
    image2: str | None = None
    picture2: int | None = None

    @model_validator(mode="after")
    def _one_of_two_each(self) -> CompareJson:
        if (self.image1 is None) == (self.picture1 is None) or (self.image2 is None) == (self.picture2 is None):
            raise ValueError("give exactly one of `image1` and `picture1`, and one of `image2` and `picture2`")
        return self


class CompareForm(FaceOptions):
    image1: BaseFile | None = Field(default=None, description="The first picture file.")
    picture1: int | None = Field(default=None, description="Or the number of a picture of the library.")
    image2: BaseFile | None = None
    picture2: int | None = None


class ComparedPicture(Schema):
    width: int
    height: int
    faces: list[DetectedFace] = Field(description="The largest first; without attributes.")
    nearest_score: float | None = Field(description="As in `detect`.")


class BestPair(Schema):
    face1: int = Field(description="Place in the first picture's list of faces.")
    face2: int
    confidence: float


class FalseAcceptThreshold(Schema):
    rate: Literal["1e-3", "1e-4", "1e-5"] = Field(description="Of pairs of different people, so many lie above.")
    confidence: float = Field(description="0 to 100.")
    is_extrapolated: bool = Field(description="True where the calibration data does not reach that far.")


class CompareReply(Schema):
    """Whether two pictures show the same person: every face of one against every face of the other."""

    picture1: ComparedPicture
    picture2: ComparedPicture
    matrix: list[list[float]] = Field(description="Similarity 0 to 100: a row for each face of the first picture.")
    best: BestPair | None = Field(description="The likest pair; null where a picture has no face.")
    confidence: float | None = Field(description="That of the likest pair, 0 to 100.")
    thresholds: list[FalseAcceptThreshold] = Field(description="In the order 1e-3, 1e-4, 1e-5.")
    calibrated_on: str = Field(description="What the thresholds were measured on.")
    verdict: Literal["same_picture", "same", "probably_same", "unsure", "different", "no_face"] = Field(
        description="`same`: over the threshold of 1e-5; `probably_same`: 1e-4; `unsure`: 1e-3; `different`: below."
    )
    picture_likeness: float = Field(description="How like the two whole pictures are, 0 to 100.")
    same_picture_from: float = Field(description="From this likeness on they are taken for the same picture.")
    models: dict[str, str]
    timings_ms: dict[str, float] = Field(description="`decode`, `detect`, `embed`, `total`.")
