"""Sentences as tokens and back: the one tokeniser of captions, of searches by words and of their metrics."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"'s(?![a-z0-9])|[a-z0-9]+(?:['-](?!s(?![a-z0-9]))[a-z0-9]+)*")


def tokens(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case: runs of letters and digits with inner hyphens and apostrophes.

    Punctuation is dropped and a possessive "'s" stands alone, as in the tokeniser of the Penn Treebank (Marcus et al.
    1993), by which captions are usually scored: "The dog's T-shirt." → the, dog, 's, t-shirt.
    """
    return tuple(_TOKEN.findall(text.lower().replace("’", "'")))


def sentence(words: Sequence[str]) -> str:
    """Return words as a sentence, with a capital and a full stop; nothing for no words."""
    text = " ".join(words).replace(" 's", "'s")
    return f"{text[:1].upper()}{text[1:]}." if text else ""
