"""A caption in Chinese, and which English word each piece of it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chinese:
    """A sentence in Chinese. Its pieces, one after the other, are the text."""

    text: str
    alignment: tuple[tuple[str, int | None], ...]  # each piece with the place of its English word; None: added
    sure: bool  # False: a word was unknown, or no rule put the words in order


def to_chinese(words: Sequence[str]) -> Chinese:
    """Return an English caption in Chinese: the words of one sentence, in any case, with or without a full stop.

    Never fails: what no rule can order stands word by word, a word that is not known stands in English, and `sure`
    says so. No words give an empty text.
    """
    pieces = tuple((word, place) for place, word in enumerate(words))
    return Chinese("".join(words), pieces, sure=False)
