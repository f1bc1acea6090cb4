"""Small pictures for showing, made when they are first asked for and kept in the cache."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from mindseye import images
from mindseye.errors import MindsEyeError, RequestError
from mindseye.types import ImageLimits

SIZES = (128, 256, 512, 1024)  # px of the longest side
MOST_BYTES = 2_000_000_000  # of the cache; the least recently used go first
CHECK_EVERY = 500  # new ones between two looks at the size of the cache


class Pictured(Protocol):
    """What has a content and a size: a picture of the library, an example of a lesson."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class Thumbnails:
    """The cached small pictures of one home folder, by content. Safe to use from several threads and processes."""

    def __init__(self, home: Path, limits: ImageLimits) -> None:
        self._folder, self._limits = home / "cache" / "thumbnails", limits
        self._made = 0

    def get(self, picture: Pictured, size: int, data: Callable[[], bytes]) -> Path:
        """Return the file of a picture's thumbnail as WebP, its longest side at most `size` px; `data` reads its file.

        Raises RequestError for a size that is not offered, ImageError if the original cannot be read.
        """
        if size not in SIZES:
            raise RequestError(f"There are no thumbnails of {size} px; sizes: {', '.join(map(str, SIZES))}.")
        path = self._folder / str(size) / picture.sha256[:2] / f"{picture.sha256}.webp"
        if path.exists():
            with contextlib.suppress(OSError):
                os.utime(path)  # in use, so not among the oldest
            return path
        shorter = -(-size * min(picture.width, picture.height) // max(picture.width, picture.height))
        rgb = images.decode(data(), self._limits, picture.name, at_least=max(1, shorter))
        _write(path, images.encode_webp(images.shrink(rgb, size)))
        self._made += 1
        if self._made % CHECK_EVERY == 0:
            self.clean(MOST_BYTES)
        return path

    def clean(self, most_bytes: int = 0) -> tuple[int, int]:
        """Throw away the least recently used until at most `most_bytes` are kept; return how many went, and bytes."""
        found = []
        for path in self._folder.glob("*/*/*"):
            with contextlib.suppress(FileNotFoundError):
                stat = path.stat()
                found.append((stat.st_mtime_ns, stat.st_size, path))
        total, gone, freed = sum(size for _, size, _ in found), 0, 0
        for _, size, path in sorted(found, key=lambda item: item[0]):
            if total - freed <= most_bytes:
                break
            path.unlink(missing_ok=True)
            gone, freed = gone + 1, freed + size
        return gone, freed


def _write(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees a part of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, fresh = tempfile.mkstemp(dir=path.parent, suffix=".new")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            os.replace(fresh, path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(fresh)
            raise
    except OSError as error:
        raise MindsEyeError(f"The thumbnail cannot be kept in {path.parent}: {error.strerror}.") from error
