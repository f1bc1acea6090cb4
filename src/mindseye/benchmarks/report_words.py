"""What a report says differently for each benchmark."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mindseye.benchmarks import classify, marks


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says differently for each benchmark."""

    protocol: str | None
    classes: str
    training: str
    mistakes: str
    pictures: str  # the list's CSS class


MARKS = Words(
    marks.__doc__,
    "Which marks",
    "Solid: validation. Dashed: training, on distorted pictures, some of which belong to no class, which is why "
    "training looks worse.",
    "The most confident wrong answers, as the network saw them: what it is → what was read, and how sure it was.",
    "mistakes",
)
WORDS = {
    "digits": replace(MARKS, classes="Which digits"),
    "letters": replace(MARKS, classes="Which letters"),
    "classify": Words(
        classify.__doc__,
        "Which labels",
        "Solid: validation. Dashed: training, on pictures that are cut, tinted and covered in parts, which is why "
        "training looks worse.",
        "The most confident wrong answers: the folder that the picture lies in → what it was called, and how sure.",
        "mistakes photos",
    ),
}


def words_of(bench: str) -> Words:
    """Return the words for a benchmark's page."""
    return WORDS.get(bench, MARKS)
