"""Pictures that were given to search by: kept for a while, so that a search is a link that can be opened again."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from mindseye import images
from mindseye.errors import NotFoundError
from mindseye.types import RGB, ImageLimits

TOKEN = re.compile(r"[0-9a-f]{32}")
LONGEST = 1024  # px; more than any descriptor looks at
MOST = 300  # the oldest beyond these are forgotten


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept picture: its token and its size in px, upright, after it was made smaller."""

    token: str
    width: int
    height: int


class Queries:
    """The kept pictures of one home folder. Safe to use from several threads and processes at once."""

    def __init__(self, home: Path, limits: ImageLimits) -> None:
        self._folder, self._limits = home / "cache" / "queries", limits

    def keep(self, data: bytes, name: str = "The picture") -> Kept:
        """Keep a picture and return its token: the same for the same bytes. Raises ImageError."""
        rgb = images.shrink(images.decode(data, self._limits, name), LONGEST)
        token = hashlib.sha256(data).hexdigest()[:32]
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self._folder / f".{token}.{os.getpid()}"
        fresh.write_bytes(images.encode_webp(rgb, quality=95))
        fresh.replace(self._folder / f"{token}.webp")
        self._forget_oldest()
        return Kept(token, rgb.shape[1], rgb.shape[0])

    def path(self, token: str) -> Path:
        """Return the file of a kept picture. NotFoundError if it has been forgotten."""
        path = self._folder / f"{token}.webp"
        if not TOKEN.fullmatch(token) or not path.is_file():
            raise NotFoundError("This picture is no longer kept here: drop it once more to search by it.")
        os.utime(path)  # it is in use, so it is not the oldest
        return path

    def read(self, token: str) -> RGB:
        """Return a kept picture."""
        return images.read(self.path(token), self._limits)

    def _forget_oldest(self) -> None:
        kept = sorted(self._folder.glob("*.webp"), key=lambda path: path.stat().st_mtime_ns)
        for path in kept[:-MOST]:
            path.unlink(missing_ok=True)
