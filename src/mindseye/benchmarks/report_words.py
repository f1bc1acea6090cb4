"""What a report says differently for each benchmark."""

from __future__ import annotations

from dataclasses import dataclass

from mindseye.benchmarks import classify, digits


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says differently for each benchmark."""

    protocol: str | None
    classes: str
    training: str
    mistakes: str
    pictures: str  # the list's CSS class


WORDS = {
    "digits": Words(
        digits.__doc__,
        "Which digits",
        "Solid: validation. Dashed: training, on distorted pictures with marks among them that are no digits, which is "
        "why training looks worse.",
        "The most confident wrong answers, as the network saw them: what it is → what was read, and how sure it was.",
        "mistakes",
    ),
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
