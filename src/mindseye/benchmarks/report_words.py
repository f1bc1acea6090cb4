"""What a report says differently for each benchmark."""

from __future__ import annotations

from dataclasses import dataclass

from mindseye.benchmarks import classify, marks


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says differently for each benchmark."""

    protocol: str | None
    classes: str
    training: str
    mistakes: str
    pictures: str  # the list's CSS class


def _of_marks(task: str) -> Words:
    return Words(
        marks.__doc__,
        f"Which {task}",
        "Solid: validation. Dashed: training, on distorted pictures, some of which belong to no class, which is why "
        "training looks worse.",
        "The most confident wrong answers, as the network saw them: what it is → what was read, and how sure it was.",
        "mistakes",
    )


WORDS = {
    "digits": _of_marks("digits"),
    "letters": _of_marks("letters"),
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
    return WORDS.get(bench, WORDS["digits"])
