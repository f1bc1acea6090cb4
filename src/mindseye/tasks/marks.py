"""Read handwriting: every mark on a sheet as a digit, or as a capital, by any number of networks side by side."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye import glyphs, images
from mindseye.models.card import Card
from mindseye.models.registry import Model, Models
from mindseye.types import RGB, Box, Ink, Tensor

ALPHABETS = {"digits": "0123456789", "letters": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}  # what a mark may be, by task
WORDS = {"digits": "digit", "letters": "letter"}  # for one of them
REFUSED = "?"  # stands in a reading for a mark that is none of them


@dataclass(frozen=True, slots=True)
class GlyphReading:
    """What one network says of one mark. `accepted` is False where the best probability is below the threshold."""

    box: Box  # px of the picture
    task: str  # one of ALPHABETS
    probabilities: tuple[float, ...]  # of 0 … 9, or of A … Z
    accepted: bool

    def __post_init__(self) -> None:
        if abs(sum(self.probabilities) - 1.0) > 1e-3:
            raise ValueError(f"probabilities sum to {sum(self.probabilities)}")

    @property
    def index(self) -> int:
        """The place of the most probable label in the task's alphabet: of a digit, its value."""
        return int(np.argmax(self.probabilities))

    @property
    def label(self) -> str:
        return ALPHABETS[self.task][self.index]

    @property
    def probability(self) -> float:
        return max(self.probabilities)


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One network's reading of a whole sheet, left to right."""

    model: Model
    glyphs: tuple[GlyphReading, ...]
    time_ms: float

    @property
    def reading(self) -> str:
        """Such as "37" or "EYE", with "?" for a mark that is refused; "" for an empty sheet."""
        return "".join(glyph.label if glyph.accepted else REFUSED for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture whose marks have been found."""

    marks: tuple[glyphs.Mark, ...]
    boxes: tuple[Box, ...]  # px of the picture
    width: int
    height: int


def suits(card: Card, task: str) -> bool:
    """Say whether a model does one of the tasks of ALPHABETS: as many labels, from one grey mark."""
    labels = len(ALPHABETS[task])
    return card.task == task and len(card.labels) == labels and card.input.fit == "glyph" and card.input.channels == 1


def find_marks(rgb: RGB) -> Sheet:
    """Return the marks on a picture, left to right; none if nothing is drawn."""
    ink = glyphs.ink(rgb)
    found = tuple(glyphs.marks(ink))
    scale = 1.0 / glyphs.work_scale(rgb)
    boxes = tuple(Box(*(scale * v for v in (m.box.x1, m.box.y1, m.box.x2, m.box.y2))) for m in found)
    return Sheet(found, boxes, rgb.shape[1], rgb.shape[0])


def whole_as_one(rgb: RGB) -> Sheet:
    """Return the picture as a sheet with one mark, for pictures that are known to show one digit."""
    ink = glyphs.without_specks(glyphs.ink(rgb))
    height, width = rgb.shape[:2]
    if not ink.any():
        return Sheet((), (), width, height)
    h, w = ink.shape
    return Sheet((glyphs.Mark(Box(0.0, 0.0, float(w), float(h)), ink),), (Box(0.0, 0.0, width, height),), width, height)


def read_sheet(models: Models, model: Model, sheet: Sheet) -> SheetReading:
    """Return what one network reads on the sheet."""
    started = time.perf_counter()
    if not sheet.marks:
        return SheetReading(model, (), 0.0)
    logits = _logits(models, model, np.stack([see(model, mark.ink) for mark in sheet.marks]))
    threshold = model.card.thresholds.get("reject", 0.0)
    readings = tuple(
        GlyphReading(box, model.card.task, tuple(float(p) for p in row), bool(row.max() >= threshold))
        for box, row in zip(sheet.boxes, softmax(logits), strict=True)
    )
    return SheetReading(model, readings, 1000.0 * (time.perf_counter() - started))


def see(model: Model, ink: Ink) -> Tensor:
    """Return what a network receives of one mark: (1, height, width)."""
    spec = model.card.input
    return images.normalise(glyphs.fit(ink, spec.box, spec.width, spec.height)[None], spec)


def seen_as_pixels(model: Model, tensor: Tensor) -> NDArray[np.uint8]:
    """Return a network's input as a grey picture, (height, width), white ink on black as MNIST has it."""
    spec = model.card.input
    values = tensor[0] * spec.std[0] + spec.mean[0]
    return np.asarray(np.clip(np.rint(values * 255.0), 0, 255), np.uint8)


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return probabilities over the last axis."""
    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    powers = np.exp(shifted)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _logits(models: Models, model: Model, batch: NDArray[np.float32]) -> NDArray[np.float32]:
    return models.session(model).run(batch, [model.card.answer])[model.card.answer]
