"""What the library answers with: small frozen records, and the filter that says which pictures are meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

ORDERS = ("newest", "oldest", "added", "name")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which pictures are meant; None restricts nothing. Dates are inclusive days of when a picture was taken.

    `folder` is a folder as `Library.folders` names it and means its sub-folders too; `text` is a part of the file's
    name, in capitals or not; `label` is what they show, MODEL:NAME, where NAME alone is of the model `photo`; `person`
    is the number of a person whose face they show; `removed` asks for the pictures that were taken out of the library
    instead of its own.
    """

    folder: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None
    removed: bool = False
    source: int | None = None
    ids: tuple[int, ...] | None = None
    label: str | None = None
    person: int | None = None

    @property
    def restricts(self) -> bool:
        return self != ALL


ALL = Filter()


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, which is its content: several files with the same bytes are copies of one picture.

    `path` and `folder` begin with the source's name and are for showing. `taken` is what the camera wrote, in its own
    local time, and None where it wrote nothing; `added` is in UTC. Width and height are in px, upright.
    """

    id: int
    name: str
    folder: str
    path: str
    source: int
    width: int
    height: int
    bytes: int
    format: str
    taken: datetime | None
    added: datetime
    sha256: str
    copies: int
    removed: bool


@dataclass(frozen=True, slots=True)
class PictureLabel:
    """What a model says that a picture shows: a label, or a group of them, in English and in 中文.

    A group's probability is the sum over its labels.
    """

    model: str
    kind: str  # group, label
    name: str
    name_zh: str
    probability: float


@dataclass(frozen=True, slots=True)
class LabelCount:
    """A label or a group, the groups that a label belongs to, and how many pictures show it."""

    model: str
    kind: str  # group, label
    name: str
    name_zh: str
    groups: tuple[str, ...]
    pictures: int


@dataclass(frozen=True, slots=True)
class PictureCaption:
    """The sentence about a picture, written by a `model` or by a `person`.

    `said` is what the model said, also while a person's sentence stands in its place; `model`, `confidence` (0–1),
    `log_probability` (≤ 0), `sure` and `note` are about that, and None where no model has looked.
    """

    picture: int
    text: str
    by: str  # model, person
    written: datetime
    said: str | None
    model: str | None
    confidence: float | None
    log_probability: float | None
    sure: bool | None
    note: str | None  # why it may be wrong: blank, dark, text, drawing; else empty
    sidecar: str | None = None  # what was last written beside the picture's files


@dataclass(frozen=True, slots=True)
class CaptionStatus:
    """How many pictures have a caption, how many of these are a person's or an older model's, and how many have none.

    `model` is None where no model describes pictures.
    """

    model: str | None
    pictures: int
    by_person: int
    older: int
    missing: int


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list of pictures; `total` counts the whole list."""

    total: int
    items: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder and how many pictures lie in it itself; its sub-folders are listed on their own."""

    path: str
    pictures: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month such as 2024-05 and how many pictures were taken in it."""

    month: str
    pictures: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    source: str
    path: str
    reason: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Failures:
    """A part of the list of unreadable files; `total` counts the whole list."""

    total: int
    items: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A place that pictures come from.

    `kind` is `folder` (all that lies in it), `files` (only those that were named) or `uploads`. `there` is False
    while the place cannot be found, as when its drive is not mounted; its pictures stay meanwhile.
    """

    id: int
    path: str
    name: str
    kind: str
    pictures: int
    files: int
    unreadable: int
    added: datetime
    indexed: datetime | None
    there: bool


@dataclass(frozen=True, slots=True)
class SpaceStatus:
    """A vector space: how many pictures have a vector in it, and how many still lack one of its present version."""

    name: str
    title: str
    dim: int
    vectors: int
    missing: int
    engine: str


@dataclass(frozen=True, slots=True)
class LabelStatus:
    """How many pictures a model has looked at to label them, and how many its present version has not."""

    model: str
    title: str
    pictures: int
    missing: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The library in numbers. `bytes` is the size of the pictures' originals, copies counted once."""

    pictures: int
    files: int
    removed: int
    unreadable: int
    bytes: int
    spaces: tuple[SpaceStatus, ...]
    labels: tuple[LabelStatus, ...]
    captions: CaptionStatus
    sources: tuple[Source, ...]
