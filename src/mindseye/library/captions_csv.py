"""The captions of the library as a table for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mindseye.chinese import to_chinese
from mindseye.library import captions
from mindseye.library.records import Picture, PictureCaption
from mindseye.sentences import tokens

if TYPE_CHECKING:
    from mindseye.library.library import Library

COLUMNS = ("picture", "path", "caption", "caption_zh", "by", "written", "said", "model", "confidence",
           "log_probability", "sure", "note")  # fmt: skip
MARK = "\ufeff"  # by which spreadsheets see that it is UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a cell begins with that a spreadsheet would work out


def lines(library: Library) -> Iterator[str]:
    """Give the table, some hundred lines at a time: one for each picture that has a caption, by number."""
    yield MARK + _written([COLUMNS])
    for some in captions.pages(library.catalogue):
        pictures = library.pictures_of([one.picture for one in some])
        yield _written(_row(pictures[one.picture], one) for one in some if one.picture in pictures)


def _row(picture: Picture, one: PictureCaption) -> list[str]:
    chinese = to_chinese(tokens(one.text)).text if one.by == "model" else ""
    numbers = ("" if value is None else f"{value:.4f}" for value in (one.confidence, one.log_probability))
    sure = "" if one.sure is None else ("yes" if one.sure else "no")
    words = (picture.path, one.text, chinese, one.by, one.written.isoformat(timespec="seconds"), one.said, one.model)
    return [str(picture.id), *(_harmless(word or "") for word in words), *numbers, sure, one.note or ""]


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before what could be one."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _written(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)  # RFC 4180
    return text.getvalue()
