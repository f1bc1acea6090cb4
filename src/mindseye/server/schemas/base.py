"""What every request and reply is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
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
