"""What the people answer with: small frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from mindseye.tasks.faces.face import Attributes, Face
from mindseye.types import Box

if TYPE_CHECKING:
    from mindseye.tasks.faces.comparison import FalseAccept

Decided = Literal["person", "machine"]


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person in short; the name is empty while nobody has given one."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class LibraryFace:
    """A face in a picture of the library, and who it is, as far as somebody or the machine has said.

    `size` is px of the box's shorter side, `quality` 0 to 100. `group` is the group of unnamed faces it belongs to.
    A forgotten face has no vector any more: it is never compared again.
    """

    id: int
    picture: int
    face: Face
    attributes: Attributes | None
    size: int
    quality: float | None
    person: PersonName | None
    decided: Decided | None
    group: int | None
    forgotten: bool


@dataclass(frozen=True, slots=True)
class FacesPage:
    """A part of a list of faces; `total` counts the whole list."""

    total: int
    items: tuple[LibraryFace, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the library. `cover` is the face that stands for them, chosen by somebody or the one of best quality.

    `faces` counts all that are theirs, `confirmed` those that somebody confirmed; `external_id` and `user_data` are
    another program's.
    """

    id: int
    name: str
    faces: int
    confirmed: int
    pictures: int
    cover: int | None
    cover_chosen: bool
    hidden: bool
    external_id: str | None
    user_data: str
    created: datetime


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A part of a list of people; `total` counts the whole list."""

    total: int
    items: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """How far the library's faces are known; `on` says whether new pictures are looked at."""

    on: bool
    pictures: int
    missing: int
    faces: int
    named: int
    groups: int
    people: int
    hidden: int
    suggestions: int
    forgotten: int
    job: int | None
    models: dict[str, str]


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that was done, in words."""

    id: int
    kind: str  # create, change, confirm, reject, merge
    words: str
    when: datetime
    undone: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A face that cannot be a person's, and why."""

    face: int
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """A person after a change, and the change; None if nothing was changed."""

    person: Person
    operation: Operation | None
    changed: int = 0
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was deleted for ever."""

    people: int
    faces: int
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """Faces of a person that are alike among themselves; `faces` are the first of `face_ids`."""

    faces: tuple[LibraryFace, ...]
    face_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """How a person's faces fall apart, the largest part first; parts are less alike than the confidence `threshold`."""

    parts: tuple[Part, ...]
    threshold: float


@dataclass(frozen=True, slots=True)
class Group:
    """Unnamed faces that are probably of one person; `faces` are those of best quality."""

    id: int
    count: int
    faces: tuple[LibraryFace, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """A part of the list of groups; `total` counts the whole list."""

    total: int
    items: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A face that is probably a person's: as like as `confidence`, 0 to 100, to their confirmed face `like`."""

    face: LibraryFace
    person: PersonName
    confidence: float
    verdict: str
    like: LibraryFace


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A part of the queue of suggestions, the likeliest first; nothing less like than `least` is suggested."""

    total: int
    items: tuple[Suggestion, ...]
    least: float
    models: dict[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who a face could be: a person, an unnamed face of the library, or a face of a face set."""

    confidence: float
    verdict: str
    person: PersonName | None = None
    face: int | None = None
    picture: int | None = None
    faceset: str | None = None
    external_id: str | None = None
    user_data: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A face of a query with its candidates, the likest first."""

    face: Face
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search among `considered` known faces found, for each face of the query."""

    faces: tuple[Found, ...]
    width: int
    height: int
    nearest_score: float | None
    considered: int
    thresholds: tuple[FalseAccept, ...]
    calibrated_on: str
    models: dict[str, str]
    timings_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FaceSet:
    """Faces that another program keeps under its own ids."""

    external_id: str
    name: str
    tags: tuple[str, ...]
    user_data: str
    faces: int
    created: datetime


@dataclass(frozen=True, slots=True)
class SetFace:
    """A face of a face set; `box` is in the picture that it came from, which is not kept."""

    external_id: str
    user_data: str
    box: Box
    confidence: float
    attributes: Attributes | None
    created: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class Added:
    """Faces that were added to a set; `found` counts those that the picture shows."""

    faces: tuple[SetFace, ...]
    found: int
    models: dict[str, str]
    timings_ms: dict[str, float]
