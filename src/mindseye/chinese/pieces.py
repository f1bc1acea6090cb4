"""Chinese text in pieces, each with the place of the English word that it stands for."""

from __future__ import annotations

from mindseye.chinese.grammar import Word

Pieces = tuple[tuple[str, int | None], ...]  # None: no English word says it


def said(word: Word, text: str | None = None) -> Pieces:
    """Return a word as it is listed, or as the given text; nothing for an empty one."""
    text = word.entry.chinese if text is None else text
    return ((text, word.place),) if text else ()


def added(text: str) -> Pieces:
    """Return what Chinese needs and English did not say."""
    return ((text, None),) if text else ()


def joined(parts: list[Pieces], between: str = "、", last: str = "和") -> Pieces:
    """Return parts in a row: A、B和C."""
    found: Pieces = ()
    for place, part in enumerate(parts):
        if place:
            found += added(last if place == len(parts) - 1 else between)
        found += part
    return found


def text_of(pieces: Pieces) -> str:
    """Return the text that the pieces make; words left in English are kept apart from their neighbours."""
    return "".join(text for text, _ in pieces)
