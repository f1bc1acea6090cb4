"""What lessons answer with: small frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LessonSummary:
    """A lesson in a list. `accuracy` is that of the newest model on examples that were held back."""

    name: str
    title: str
    created: datetime
    changed: datetime
    classes: int
    examples: int
    version: str | None
    accuracy: float | None
    stale: bool
    job: int | None


@dataclass(frozen=True, slots=True)
class LessonClass:
    """A class of a lesson; `covers` are up to four of its examples."""

    id: int
    name: str
    examples: int
    covers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LessonWarning:
    """Something about the examples that will hurt. Kinds: see `teach/warnings.py`."""

    kind: str
    detail: str
    classes: tuple[int, ...] = ()
    examples: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonVersion:
    """One teaching of a lesson."""

    version: str
    taught: datetime
    examples: int
    classes: int
    accuracy: float
    seconds: float
    note: str


@dataclass(frozen=True, slots=True)
class Lesson(LessonSummary):
    """A lesson with all that belongs to it."""

    class_list: tuple[LessonClass, ...]
    warnings: tuple[LessonWarning, ...]
    versions: tuple[LessonVersion, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One example picture. `picture` is its number in the library, where it comes from there."""

    id: int
    class_id: int
    name: str
    width: int
    height: int
    origin: str
    picture: int | None
    added: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How far the head was after so many steps."""

    step: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """How well one class is told from the others, on held-back examples.

    `gain` is how much recall rose from half of the examples to all of them; None where there are too few to say.
    """

    name: str
    examples: int
    recall: float
    precision: float | None
    gain: float | None


@dataclass(frozen=True, slots=True)
class LessonMistake:
    """A held-back example that was taken for something else."""

    example: int
    truth: str
    answer: str
    probability: float


@dataclass(frozen=True, slots=True)
class LearningPoint:
    """Accuracy on held-back examples when only a share of the others was learned from."""

    share: float
    examples: int
    accuracy: float


@dataclass(frozen=True, slots=True)
class LessonReport:
    """What was learned. Every figure is on held-back examples, each of which was held back once."""

    version: str
    protocol: str
    accuracy: float
    accuracy_low: float
    accuracy_high: float
    log_loss: float
    ece: float
    labels: tuple[str, ...]
    classes: tuple[ClassFigures, ...]
    confusion: tuple[tuple[int, ...], ...]
    mistakes: tuple[LessonMistake, ...]
    curve: tuple[CurvePoint, ...]
    learning_curve: tuple[LearningPoint, ...]
    advice: tuple[str, ...]
    reject: float
    false_rejects: float
    examples: int
    left_out: int
    seconds: float
