"""The library over HTTP: pictures, folders, jobs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field, field_validator
from spectree.model_adapter.pydantic_adapter import BaseFile

from mindseye.server.schemas.base import Schema
from mindseye.server.schemas.captions import CaptionStatus, PictureCaption


class Picture(Schema):
    """A picture of the library. Its file is at `/api/v1/library/pictures/ID/file`, smaller ones at `…/thumbnail`."""

    id: int
    name: str
    folder: str = Field(description="Where the file lies, below its source.")
    path: str = Field(description="For showing to people; nothing that a client sends names a path.")
    source: int = Field(description="Number of the place it comes from.")
    width: int
    height: int
    bytes: int
    format: str
    taken: datetime | None = Field(description="From the camera, if it wrote it; without a time zone.")
    added: datetime
    sha256: str
    copies: int = Field(description="How many files hold exactly this picture.")
    removed: bool


class PictureLabel(Schema):
    """What a model says that a picture shows: one of its labels, or a group of them such as `dog`."""

    model: str
    kind: Literal["label", "group"]
    name: str
    name_zh: str = Field(description="In Chinese; the same as `name` where the model knows none.")
    probability: float = Field(description="Of a group: the sum over its labels.")


class PictureDetails(Picture):
    labels: list[PictureLabel] = Field(description="By model; groups before labels, the most probable first.")
    caption: PictureCaption | None


class Filter(Schema):
    """Which pictures of the library; all when nothing is given."""

    folder: str | None = Field(default=None, description="This folder and those below it.")
    since: date | None = None
    until: date | None = None
    text: str | None = Field(default=None, max_length=200, description="Part of the file's name.")
    label: str | None = Field(
        default=None,
        max_length=200,
        description="A label or a group, as `MODEL:NAME` in either language; `NAME` alone is of `photo`.",
    )
    source: int | None = None
    person: int | None = Field(default=None, description="Pictures with a face of this person.")
    removed: bool = Field(default=False, description="Those that were removed instead of those that are there.")

    @field_validator("folder", "since", "until", "text", "label", "source", "person", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return None if value == "" else value


class PicturesQuery(Filter):
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=1000)
    order: Literal["newest", "oldest", "name", "added"] = "newest"


class PicturesReply(Schema):
    total: int
    offset: int
    pictures: list[Picture]


class ThumbnailQuery(Schema):
    size: Literal["128", "256", "512", "1024"] = Field(default="256", description="Longest side in px.")


class SpaceStatus(Schema):
    """How far a space has been filled."""

    name: str
    title: str
    dim: int
    vectors: int
    missing: int = Field(description="Pictures that have no vector in this space yet; a job of kind `index` adds them.")


class LabelStatus(Schema):
    """How far a model has labelled the library."""

    model: str
    title: str
    pictures: int = Field(description="Pictures that it has looked at.")
    missing: int = Field(description="Pictures that it has not looked at; a job of kind `label` does that.")


class Source(Schema):
    """A place that pictures come from: a folder, single files that were named, or uploads."""

    id: int
    kind: Literal["folder", "files", "uploads"]
    name: str
    path: str
    pictures: int
    files: int
    unreadable: int
    indexed: datetime | None
    there: bool = Field(description="False: the folder cannot be reached now; its pictures stay known.")


class LibraryReply(Schema):
    pictures: int
    files: int
    removed: int
    unreadable: int
    bytes: int
    spaces: list[SpaceStatus]
    labels: list[LabelStatus] = Field(description="For `photo`, and for each model that has labelled.")
    captions: CaptionStatus
    sources: list[Source]


class Folder(Schema):
    path: str
    pictures: int


class FoldersReply(Schema):
    folders: list[Folder]


class Month(Schema):
    month: str = Field(description="2024-05; when it was taken, or added where that is not known.")
    pictures: int


class MonthsReply(Schema):
    months: list[Month]


class LabelsQuery(Schema):
    model: str | None = Field(default=None, description="Only what this model says; all models when absent.")


class LabelCount(Schema):
    """A label or a group and how many pictures of the library show it; `MODEL:NAME` is the filter for them."""

    model: str
    kind: Literal["label", "group"]
    name: str
    name_zh: str = Field(description="In Chinese; the same as `name` where the model knows none.")
    groups: list[str] = Field(description="Of a label: the names of the groups that it belongs to.")
    pictures: int


class LabelsReply(Schema):
    labels: list[LabelCount] = Field(description="Those that a picture shows; the most frequent first.")


class Failure(Schema):
    """A file that could not be read; it is tried again when it changes."""

    path: str
    reason: str
    when: datetime


class PageQuery(Schema):
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=1000)


class FailuresReply(Schema):
    total: int
    failures: list[Failure]


class UploadForm(BaseModel):
    files: list[BaseFile] = Field(description="Pictures; each is kept in the home folder and indexed at once.")


class Refused(Schema):
    name: str
    reason: str


class UploadReply(Schema):
    pictures: list[Picture] = Field(description="One for each file that could be read, in order.")
    known: int = Field(description="How many of them were in the library already.")
    refused: list[Refused]


class Ids(Schema):
    ids: list[int] = Field(min_length=1, max_length=10_000)


class ChangedReply(Schema):
    changed: int


class DuplicateGroup(Schema):
    """Pictures that look the same; `best` is the one suggested to keep. Nothing is deleted by itself."""

    pictures: list[Picture]
    best: int
    reason: str = Field(description="Why this one, in words.")
    least_score: float = Field(description="The lowest score between the best and another of the group.")


class DuplicatesQuery(Schema):
    space: str = Field(default="layout", description="What counts as the same: `layout`, or any space that is filled.")
    least: float | None = Field(default=None, ge=0, le=1, description="Lowest score that counts as the same.")
    limit: int = Field(default=100, ge=1, le=1000)


class DuplicatesReply(Schema):
    groups: list[DuplicateGroup]
    total: int
    least: float
    compared: int


class Job(Schema):
    """Long work: its progress and its end."""

    id: int
    kind: str
    title: str
    state: Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
    done: int
    total: int | None
    failures: int
    rate: float | None = Field(description="Per second.")
    seconds_left: float | None
    message: str
    created: datetime
    started: datetime | None
    finished: datetime | None
    error: str | None


class JobRequest(Schema):
    kind: Literal["index", "rebuild", "label", "faces"]
    source: int | None = Field(default=None, description="For `index`: only this source; all when absent.")
    space: str | None = Field(default=None, description="The space to fill or to rebuild; the usual ones when absent.")
    model: str | None = Field(
        default=None, description="For `label`: who labels; `photo` and those that have done so before when absent."
    )


class JobsReply(Schema):
    jobs: list[Job] = Field(description="Newest first.")
