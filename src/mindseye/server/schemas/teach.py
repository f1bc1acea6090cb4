"""Teaching one's own classes over HTTP: lessons, their classes and examples, what was learned from them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field
from spectree.model_adapter.pydantic_adapter import BaseFile

from mindseye.server.schemas.base import Schema
from mindseye.server.schemas.library import Filter, Job, Refused


class LessonSummary(Schema):
    """Classes of one's own, their example pictures, and the model that was taught from them."""

    name: str = Field(description="Also the name of the model.")
    title: str
    created: datetime
    changed: datetime
    classes: int
    examples: int
    version: str | None = Field(description="Of the newest model; null before the first training.")
    accuracy: float | None = Field(description="Of the newest model, on examples it had not seen; 0 to 1.")
    stale: bool = Field(description="Whether classes or examples changed since the newest model was taught.")
    job: int | None = Field(description="Number of the job that teaches it now.")


class LessonClass(Schema):
    id: int
    name: str
    examples: int
    covers: list[int] = Field(description="Up to four of its examples, to show.")


class LessonWarning(Schema):
    """Something about the examples that will hurt, in one sentence."""

    kind: Literal["empty", "one_class", "few", "imbalance", "same_in_two", "near_same_in_two", "repeated", "unreadable"]
    detail: str
    classes: list[int] = Field(description="Numbers of the classes it is about.")
    examples: list[int] = Field(description="Numbers of the examples it is about; at most 24.")


class LessonVersion(Schema):
    version: str
    taught: datetime
    examples: int
    classes: int
    accuracy: float
    seconds: float
    note: str = Field(description="What is special about it, such as fine-tuning; usually empty.")


class Lesson(LessonSummary):
    class_list: list[LessonClass]
    warnings: list[LessonWarning]
    versions: list[LessonVersion] = Field(description="The newest first.")


class LessonsReply(Schema):
    lessons: list[LessonSummary]


class NewLesson(Schema):
    title: str = Field(min_length=1, max_length=100)
    name: str | None = Field(default=None, description="Made from the title when absent.")


class Renamed(Schema):
    title: str = Field(min_length=1, max_length=100)


class NewClass(Schema):
    name: str = Field(min_length=1, max_length=100, description="Any text; unique within the lesson.")


class Example(Schema):
    """One example picture; its small picture is at `/api/v1/teach/NAME/examples/ID/thumbnail`."""

    id: int
    class_id: int
    name: str
    width: int
    height: int
    origin: Literal["upload", "file", "library"]
    picture: int | None = Field(description="Its number in the library, if it comes from there.")
    added: datetime


class ExamplesQuery(Schema):
    class_id: int | None = Field(default=None, description="Only of this class.")
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=100, ge=1, le=1000)


class ExamplesReply(Schema):
    total: int
    offset: int
    examples: list[Example]


class ExamplesForm(BaseModel):
    files: list[BaseFile] = Field(description="Pictures; send a folder in several requests of some dozen files each.")


class ExamplesFromLibrary(Schema):
    """Pictures of the library, by number or by a filter."""

    pictures: list[int] | None = Field(default=None, max_length=10_000)
    where: Filter | None = None


class AddedExamples(Schema):
    examples: list[Example]
    known: int = Field(description="How many were examples of this class already.")
    refused: list[Refused]


class MovedExamples(Schema):
    ids: list[int] = Field(min_length=1, max_length=10_000)
    class_id: int = Field(description="The class they go to.")


class CurvePoint(Schema):
    """How far the head was after so many steps, on what it learned from and on examples held back."""

    step: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float


class ClassFigures(Schema):
    name: str
    examples: int
    recall: float = Field(description="Share of the class's own examples that were found.")
    precision: float | None = Field(description="Share of its answers that were right; null: it gave none.")
    gain: float | None = Field(description="How much recall rose from half of the examples to all; null: too few.")


class LessonMistake(Schema):
    example: int
    truth: str
    answer: str
    probability: float


class LearningPoint(Schema):
    """Accuracy on held-back examples when only a share of the others was learned from."""

    share: float
    examples: int
    accuracy: float


class LessonReport(Schema):
    """What was learned, measured on examples that were held back, each once."""

    version: str
    protocol: str
    accuracy: float
    accuracy_low: float = Field(description="Lower end of the 95 % interval (Wilson).")
    accuracy_high: float
    log_loss: float
    ece: float
    labels: list[str]
    classes: list[ClassFigures]
    confusion: list[list[int]] = Field(description="Rows are true classes, columns are answers.")
    mistakes: list[LessonMistake] = Field(description="The most confident first; at most 60.")
    curve: list[CurvePoint]
    learning_curve: list[LearningPoint]
    advice: list[str] = Field(description="What would help most, in sentences.")
    reject: float = Field(description="A likeness (cosine, see `POST /classify`) below this means “none of these”.")
    false_rejects: float = Field(description="Share of held-back examples that this refuses.")
    examples: int
    left_out: int = Field(description="Examples that could not be learned from: unreadable, or in two classes.")
    seconds: float


class TeachJob(Job):
    """A job of kind `teach` while it runs."""

    phase: Literal["waiting", "looking", "fitting", "measuring", "saving", "over"]
    curve: list[CurvePoint] = Field(description="The curve so far.")
    version: str | None = Field(description="Of the model that came of it, when it is done.")


class ReportQuery(Schema):
    version: str | None = Field(default=None, description="The newest when absent.")
