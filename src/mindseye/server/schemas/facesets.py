"""Face sets over HTTP: faces that another program keeps here under its own ids, apart from the library."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, field_validator
from spectree.model_adapter.pydantic_adapter import BaseFile

from mindseye.server.schemas.base import Box, Schema
from mindseye.server.schemas.faces import FaceAttributes, FaceOptions

OWN_ID = r"^[^/\\\x00-\x1f\x7f]{1,200}$"  # it is a part of addresses


class FaceSet(Schema):
    """A face set; `external_id` is its address: `/api/v1/facesets/EXTERNAL_ID`."""

    external_id: str
    name: str
    tags: list[str]
    user_data: str
    faces: int
    created: datetime


class FaceSetsReply(Schema):
    total: int
    offset: int
    facesets: list[FaceSet]


class FaceSetsQuery(Schema):
    tag: str | None = Field(default=None, description="Only those with this tag.")
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=1000)

    @field_validator("tag", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return None if value == "" else value


class NewFaceSet(Schema):
    external_id: str | None = Field(default=None, pattern=OWN_ID, description="Your own id; made when absent.")
    name: str = Field(default="", max_length=100)
    tags: list[str] = Field(default=[], max_length=50)
    user_data: str = Field(default="", max_length=10_000)


class FaceSetChange(Schema):
    """What shall be different; what is absent stays."""

    name: str | None = Field(default=None, max_length=100)
    tags: list[str] | None = Field(default=None, max_length=50)
    user_data: str | None = Field(default=None, max_length=10_000)


class SetFace(Schema):
    """A face of a face set. Only its vector is kept, and what is told here: no picture."""

    external_id: str
    user_data: str
    box: Box = Field(description="In the picture that it came from.")
    confidence: float = Field(description="How sure the detector was, 0 to 1.")
    attributes: FaceAttributes | None
    created: datetime
    current: bool = Field(description="False: an older model made its vector, so it is not found; add it again.")


class SetFacesQuery(Schema):
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=1000)


class SetFacesReply(Schema):
    total: int
    offset: int
    faces: list[SetFace]


class NewSetFaceOptions(FaceOptions):
    external_id: str | None = Field(
        default=None,
        pattern=OWN_ID,
        description="Your own id of the face, made when absent; of several faces: the following get -2, -3 …",
    )
    user_data: str = Field(default="", max_length=10_000)
    most: int | None = Field(default=1, ge=1, le=1000, description="Only so many, the largest.")


class NewSetFaceJson(NewSetFaceOptions):
    """A picture that is carried along, or one of the library: give exactly one of the two."""

    image: str | None = Field(default=None, description="The picture as base64 or as a data URL.")
    picture: int | None = Field(default=None, description="Or the number of a picture of the library.")


class NewSetFaceForm(NewSetFaceOptions):
    image: BaseFile | None = Field(default=None, description="The picture file.")
    picture: int | None = Field(default=None, description="Or the number of a picture of the library.")


class AddedFacesReply(Schema):
    faces: list[SetFace]
    found: int = Field(description="How many faces the picture shows.")
    models: dict[str, str]
    timings_ms: dict[str, float] = Field(description="`decode`, `detect`, `embed`, `attributes`, `total`.")


class SetSearchOptions(FaceOptions):
    top: int = Field(default=5, ge=1, le=50, description="How many candidates for each face.")


class SetSearchJson(SetSearchOptions):
    """A picture that is carried along, one of the library, or one face of it: give exactly one of the three."""

    image: str | None = Field(default=None, description="The picture as base64 or as a data URL.")
    picture: int | None = None
    face: int | None = Field(default=None, description="The number of a face of the library.")


class SetSearchForm(SetSearchOptions):
    image: BaseFile | None = Field(default=None, description="The picture file.")
    picture: int | None = None
    face: int | None = None
