"""People over HTTP: the faces of the library, who they are, and who a face could be."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field, field_validator, model_validator
from spectree.model_adapter.pydantic_adapter import BaseFile

from mindseye.server.schemas.base import Box, Schema
from mindseye.server.schemas.faces import (
    DetectedFace,
    FaceAttributes,
    FaceLandmarks,
    FaceOptions,
    FalseAcceptThreshold,
)

Verdict = Literal["same", "probably_same", "unsure", "different"]
MOST_FACES = 10_000  # in one request


# ── faces of the library ────────────────────────────────────────────────────────────────────────────────────────────


class PersonName(Schema):
    """A person in short; the name is empty while nobody has given one."""

    id: int
    name: str


class LibraryFace(Schema):
    """A face in a picture of the library; a small picture of it is at `/api/v1/faces/ID/picture`."""

    id: int
    picture: int = Field(description="Number of the picture of the library.")
    box: Box
    confidence: float = Field(description="How sure the detector is that it is a face, 0 to 1.")
    landmarks: FaceLandmarks
    attributes: FaceAttributes | None
    size: int = Field(description="px of the box's shorter side.")
    quality: float | None = Field(description="0 to 100; high is fit for comparison.")
    person: PersonName | None = Field(description="Who it is; null while nobody said.")
    decided: Literal["person", "machine"] | None = Field(
        description="Who said who it is: somebody did, or the machine took it for that person and may be wrong."
    )
    group: int | None = Field(description="The group of unnamed faces that it belongs to.")
    forgotten: bool = Field(description="Its vector was deleted with its person: it is never compared again.")


class PictureFacesReply(Schema):
    looked: bool = Field(description="False: this picture was not looked at for faces yet.")
    faces: list[LibraryFace] = Field(description="The largest first.")
    models: dict[str, str] = Field(description="The models that looked, and their versions.")


class FacePictureQuery(Schema):
    size: Literal["64", "128", "256", "512"] = Field(default="128", description="px of its side: it is a square.")


class FacesReply(Schema):
    total: int
    offset: int
    faces: list[LibraryFace]


class FaceIds(Schema):
    """Faces by their numbers, by the groups that they are in, or both."""

    faces: list[int] = Field(default=[], max_length=MOST_FACES)
    groups: list[int] = Field(default=[], max_length=1000)

    @model_validator(mode="after")
    def _some(self) -> FaceIds:
        if not self.faces and not self.groups:
            raise ValueError("give `faces` or `groups`")
        return self


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Person(Schema):
    id: int
    name: str = Field(description="Empty while nobody has given one.")
    faces: int = Field(description="How many faces of the library are theirs, by a person's word or by the machine's.")
    confirmed: int = Field(description="How many of these a person has confirmed.")
    pictures: int
    cover: int | None = Field(description="The face that stands for them; null: they have none in the library.")
    cover_chosen: bool = Field(description="Whether somebody chose the cover; else it is the face of best quality.")
    hidden: bool = Field(description="Not shown in lists, not suggested.")
    external_id: str | None = Field(description="What another program calls them.")
    user_data: str = Field(description="Any text that another program wants to keep with them.")
    created: datetime


class PeopleStatus(Schema):
    """How far the library's faces are known."""

    on: bool = Field(description="Whether new pictures are looked at; a job of kind `faces` switches it on.")
    pictures: int = Field(description="Pictures that were looked at for faces.")
    missing: int = Field(description="Pictures that were not; a job of kind `faces` looks at them.")
    faces: int
    named: int = Field(description="Faces of people with a name.")
    groups: int = Field(description="Groups of two and more unnamed faces.")
    people: int
    hidden: int = Field(description="People that are hidden.")
    suggestions: int = Field(description="Faces that are waiting for a yes or a no.")
    forgotten: int = Field(description="Faces whose vectors were deleted with a person.")
    job: int | None = Field(description="The job that is looking now.")
    models: dict[str, str]


class PeopleSwitch(Schema):
    on: bool = Field(description="False: new pictures are not looked at; what is known stays.")


class PeopleQuery(Schema):
    text: str | None = Field(default=None, max_length=100, description="Part of the name, in capitals or not.")
    hidden: bool = Field(default=False, description="Those that are hidden instead of those that are not.")
    order: Literal["faces", "name", "newest"] = "faces"
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=1000)

    @field_validator("text", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return None if value == "" else value


class PeopleReply(Schema):
    total: int
    offset: int
    people: list[Person]


class NewPerson(Schema):
    """A person, with their faces; without a name and hidden: faces that nobody wants to be asked about."""

    name: str = Field(default="", max_length=100)
    faces: list[int] = Field(default=[], max_length=MOST_FACES)
    groups: list[int] = Field(default=[], max_length=1000, description="Groups of unnamed faces.")
    hidden: bool = False
    external_id: str | None = Field(default=None, min_length=1, max_length=200)
    user_data: str = Field(default="", max_length=10_000)


class PersonChange(Schema):
    """What shall be different; what is absent stays."""

    name: str | None = Field(default=None, max_length=100)
    hidden: bool | None = None
    cover: int | None = Field(default=None, description="A face of theirs; 0: the one of best quality again.")
    external_id: str | None = Field(default=None, max_length=200, description="Empty: none.")
    user_data: str | None = Field(default=None, max_length=10_000)


class MergedPeople(Schema):
    people: list[int] = Field(min_length=1, max_length=1000, description="Those who become part of this person.")


class FacesQuery(Schema):
    decided: Literal["person", "machine"] | None = Field(default=None, description="Only by whom it was said.")
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=1000)

    @field_validator("decided", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return None if value == "" else value


class Operation(Schema):
    """Something that was done, in words, such as “6 faces are Ada now.”"""

    id: int
    kind: Literal["create", "change", "confirm", "reject", "merge"]
    words: str
    when: datetime
    undone: bool


class OperationsReply(Schema):
    operations: list[Operation] = Field(description="The newest first; at most 100 are remembered.")


class RefusedFace(Schema):
    face: int
    reason: str


class PersonReply(Schema):
    """A person after a change, and the change; `POST /people/undo` takes it back."""

    person: Person
    operation: Operation | None = Field(description="Null: it changed nothing.")
    changed: int = Field(description="How many faces changed hands.")
    refused: list[RefusedFace] = Field(description="Faces that cannot be theirs, and why.")


class UndoReply(Schema):
    operation: Operation | None = Field(description="What was undone; null: there was nothing left to undo.")


class ForgottenReply(Schema):
    """What was deleted for ever; it cannot be undone."""

    people: int
    faces: int = Field(description="Faces whose vectors are gone.")
    words: str


class PersonPart(Schema):
    """Faces of a person that are alike among themselves: where a person is two, their parts are."""

    faces: list[LibraryFace] = Field(description="At most 60; `face_ids` has all.")
    face_ids: list[int]


class PartsReply(Schema):
    parts: list[PersonPart] = Field(description="The largest first.")
    threshold: float = Field(description="Parts are less alike than this confidence, on the average of their faces.")


# ── groups and suggestions ──────────────────────────────────────────────────────────────────────────────────────────


class GroupsQuery(Schema):
    least: int = Field(default=2, ge=1, le=1000, description="Only groups of so many faces or more.")
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=500)


class FaceGroup(Schema):
    """Unnamed faces that are probably of one person."""

    id: int
    count: int
    faces: list[LibraryFace] = Field(description="The 12 of best quality; `GET /people/groups/ID` lists all.")


class GroupsReply(Schema):
    total: int
    offset: int
    groups: list[FaceGroup] = Field(description="The largest first.")


class GroupQuery(Schema):
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=1000)


class SuggestionsQuery(Schema):
    person: int | None = Field(default=None, description="Only for this person; for all when absent.")
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=500)


class Suggestion(Schema):
    """“Is this …?”: answer by `POST /people/ID/confirm` or `…/reject`."""

    face: LibraryFace
    person: PersonName
    confidence: float = Field(description="Similarity to `like`, 0 to 100.")
    verdict: Verdict
    like: LibraryFace = Field(description="The confirmed face of this person that it is most like.")


class SuggestionsReply(Schema):
    total: int
    offset: int
    suggestions: list[Suggestion] = Field(description="The likeliest first.")
    least: float = Field(description="Nothing less like than this is suggested.")
    models: dict[str, str]
    timings_ms: dict[str, float] = Field(description="`total`.")


# ── search ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class FaceSearchOptions(FaceOptions):
    top: int = Field(default=5, ge=1, le=50, description="How many candidates for each face.")
    people: bool = Field(default=True, description="Whether the library's people are among whom it is looked for.")
    unnamed: bool = Field(default=False, description="Whether the library's unnamed faces are, too, each for itself.")
    facesets: list[str] = Field(
        default=[], max_length=20, description="Face sets to look in, by their own ids. In a form: separated by commas."
    )

    @field_validator("facesets", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


class FaceSearchJson(FaceSearchOptions):
    """A picture that is carried along, one of the library, or one face of it: give exactly one of the three."""

    image: str | None = Field(default=None, description="The picture as base64 or as a data URL.")
    picture: int | None = Field(default=None, description="Or the number of a picture of the library.")
    face: int | None = Field(default=None, description="Or the number of a face of the library.")

    @model_validator(mode="after")
    def _one_of_three(self) -> FaceSearchJson:
        if sum(given is not None for given in (self.image, self.picture, self.face)) != 1:
            raise ValueError("give exactly one of `image`, `picture` and `face`")
        return self


class FaceSearchForm(FaceSearchOptions):
    image: BaseFile | None = Field(default=None, description="The picture file.")
    picture: int | None = Field(default=None, description="Or the number of a picture of the library.")
    face: int | None = Field(default=None, description="Or the number of a face of the library.")


class Candidate(Schema):
    """Who a face could be: a person, an unnamed face of the library, or a face of a face set."""

    confidence: float = Field(description="Similarity to the likest of their faces, 0 to 100.")
    verdict: Verdict
    person: PersonName | None
    face: int | None = Field(description="The library's face that is likest.")
    picture: int | None = Field(description="The picture that it is in.")
    faceset: str | None = Field(description="The face set that it is in.")
    external_id: str | None = Field(description="Its own id there; of a person: theirs.")
    user_data: str


class FoundFace(Schema):
    face: DetectedFace
    candidates: list[Candidate] = Field(description="The likest first.")


class FaceSearchReply(Schema):
    faces: list[FoundFace] = Field(description="The faces of the query, the largest first.")
    width: int
    height: int
    nearest_score: float | None = Field(
        description="With no face: the highest `min_score` that would have found one; null where none would."
    )
    considered: int = Field(description="How many known faces each was compared with.")
    thresholds: list[FalseAcceptThreshold] = Field(description="Of one comparison with one face.")
    calibrated_on: str
    models: dict[str, str]
    timings_ms: dict[str, float] = Field(description="`decode`, `detect`, `embed`, `search`, `total`.")
