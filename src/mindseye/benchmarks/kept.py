"""What a benchmark keeps for looking at: a look (JSON) and one WebP of all small pictures in it.

Kept in the home folder alone, never in the repository: the small pictures are those of the data that was used.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import logging
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mindseye import images
from mindseye.errors import DataError
from mindseye.types import RGB

FILE = "look.json"
log = logging.getLogger("mindseye")


def small_square(rgb: RGB, side: int) -> RGB:
    """Return the picture, its aspect kept, on a white square of `side` px."""
    import cv2

    small = images.shrink(rgb, side)
    if max(small.shape[:2]) < side:
        factor = side / max(small.shape[:2])
        small = np.asarray(cv2.resize(small, None, fx=factor, fy=factor), np.uint8)[:side, :side]
    square = np.full((side, side, 3), 255, np.uint8)
    top, left = (side - small.shape[0]) // 2, (side - small.shape[1]) // 2
    square[top : top + small.shape[0], left : left + small.shape[1]] = small
    return square


def sheet_of(squares: Sequence[RGB], columns: int, quality: int = 70) -> bytes:
    """Return squares of one size as one WebP, so many in a row."""
    side = len(squares[0]) if squares else 1
    sheet = np.full((max(1, math.ceil(len(squares) / columns)) * side, columns * side, 3), 255, np.uint8)
    for number, square in enumerate(squares):
        top, left = number // columns * side, number % columns * side
        sheet[top : top + side, left : left + side] = square
    return images.encode_webp(sheet, quality=quality)


def sprite_name(sprite: bytes) -> str:
    """Return a name that changes with the small pictures."""
    return f"{hashlib.sha256(sprite).hexdigest()[:16]}.webp"


def save(bench: str, look: Any, sprite: bytes, home: Path) -> None:
    """Keep the newest look (a dataclass); its file is replaced last, so that a kill leaves the one before."""
    folder = home / "benchmarks" / bench
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / look.sprite, sprite)
    _replace(folder / FILE, json.dumps(dataclasses.asdict(look), ensure_ascii=False).encode())
    for old in folder.glob("*.webp"):
        if old.name != look.sprite:
            with contextlib.suppress(OSError):
                old.unlink()


def keep(bench: str, look: Any, sprite: bytes, home: Path) -> None:
    """Save a look where that works, else say so in the log."""
    try:
        save(bench, look, sprite, home)
    except OSError as error:
        log.warning("What there is to look at could not be kept in %s: %s.", home, error.strerror)


def newest(bench: str, home: Path) -> dict[str, Any] | None:
    """Return the kept look as JSON, or None. Raises DataError if it is damaged."""
    path = home / "benchmarks" / bench / FILE
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is damaged: delete it and run the benchmark again ({error}).") from error
    return kept


def sprite_file(bench: str, home: Path) -> Path | None:
    """Return where the small pictures of the newest look lie, or None."""
    look = newest(bench, home)
    path = home / "benchmarks" / bench / Path(str(look["sprite"])).name if look and "sprite" in look else None
    return path if path and path.is_file() else None


def _replace(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(data)
    fresh.replace(path)
