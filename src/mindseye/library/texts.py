"""Words in the texts that the library keeps of its pictures: captions, labels, names of people, of files and folders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TextKind = Literal["caption", "label", "person", "name"]


@dataclass(frozen=True, slots=True)
class MatchedText:
    """A text of a picture that holds words of a query."""

    kind: TextKind
    text: str
    words: tuple[str, ...]
