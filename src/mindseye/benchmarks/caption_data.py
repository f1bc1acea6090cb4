"""Reads what captions and search by words are measured on: pictures with sentences that people wrote for them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mindseye.errors import DataError
from mindseye.sentences import tokens

LIST = "captions.jsonl"
PICTURES = "images"
TRAINING = "train"  # the value of `split` that benchmarks leave out
HELP = (
    f'give a folder with {LIST} (a line {{"image": NAME, "split": PART, "captions": [SENTENCE, …]}} for each picture) '
    f"and the pictures in {PICTURES}/ or beside it"
)

Sentence = tuple[str, ...]  # tokens, as `sentences.tokens` cuts them


@dataclass(frozen=True, slots=True)
class Written:
    """A picture and what people wrote about it: one sentence or more, as they wrote them and as tokens."""

    name: str
    path: Path
    part: str  # the list's `split`, "" where it says none
    texts: tuple[str, ...]
    sentences: tuple[Sentence, ...]


def read_pictures(folder: Path, part: str | None = None, most: int | None = None) -> list[Written]:
    """Return the pictures of one part; without `part`, of all parts but `train`; `most` of them, evenly taken.

    Raises DataError, in one sentence, for another layout, a picture that is missing, or a part that is not there.
    """
    rows = _rows(folder)
    kept = [one for one in rows if (one.part != TRAINING if part is None else one.part == part)]
    if not kept:
        parts = ", ".join(sorted({one.part or "none" for one in rows})) or "no rows"
        wanted = f"no picture of another part than {TRAINING!r}" if part is None else f"no part {part!r}"
        raise DataError(f"{folder / LIST} has {wanted}; it has {parts}: choose with --part, or {HELP}.")
    if lost := [one.name for one in kept if not one.path.is_file()]:
        raise DataError(
            f"{folder / LIST} names {lost[0]!r}, which is no picture in {folder} ({len(lost)} of {len(kept)} are "
            "missing): add them, or take them off the list."
        )
    return kept if most is None or most >= len(kept) else [kept[i * len(kept) // most] for i in range(most)]


def training_sentences(folder: Path) -> frozenset[Sentence]:
    """Return all sentences of the part `train`, as tokens; none where the folder has no such part."""
    return frozenset(one for row in _rows(folder) if row.part == TRAINING for one in row.sentences)


def _rows(folder: Path) -> list[Written]:
    path = folder / LIST
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise DataError(f"{folder} has no {LIST}: {HELP}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read ({error}): {HELP}.") from error
    return [_row(folder, line, number) for number, line in enumerate(lines, start=1) if line.strip()]


def _row(folder: Path, line: str, number: int) -> Written:
    try:
        row = json.loads(line)
        name, part, texts = row["image"], row.get("split", ""), row["captions"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"Line {number} of {folder / LIST} is not of the right form ({error!r}): {HELP}.") from error
    if not isinstance(name, str) or not name or Path(name).is_absolute() or ".." in Path(name).parts:
        raise DataError(f"Line {number} of {folder / LIST} names {name!r}, which is no picture in {folder}.")
    kept = tuple(text for text in texts if tokens(text)) if _are_sentences(texts) else ()
    if not kept or not isinstance(part, str):
        raise DataError(f"Line {number} of {folder / LIST} has no sentence for {name!r}: {HELP}.")
    inside = folder / PICTURES / name
    return Written(name, inside if inside.is_file() else folder / name, part, kept, tuple(map(tokens, kept)))


def _are_sentences(texts: Any) -> bool:
    return isinstance(texts, Sequence) and not isinstance(texts, str) and all(isinstance(text, str) for text in texts)
