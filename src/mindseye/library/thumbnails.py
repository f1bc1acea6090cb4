"""Small pictures for showing, made when they are first asked for and kept in the cache."""

from __future__ import annotations

import contextlib
import math
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np

from mindseye import images
from mindseye.errors import MindsEyeError, RequestError
from mindseye.types import RGB, Box, ImageLimits

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

    def cut(self, picture: Pictured, box: Box, size: int, data: Callable[[], bytes]) -> Path:
        """Return the file of a square part of a picture as WebP, `size` px wide; `box` is in px of the upright picture.

        What lies outside of the picture repeats its border. Raises ImageError if the original cannot be read.
        """
        place = "-".join(str(round(value)) for value in (box.x1, box.y1, box.x2, box.y2))
        path = self._folder / f"cut{size}" / picture.sha256[:2] / f"{picture.sha256}-{place}.webp"
        if path.exists():
            with contextlib.suppress(OSError):
                os.utime(path)
            return path
        enough = min(picture.width, picture.height) * size / box.width  # px of the shorter side that still suffice
        rgb = images.decode(data(), self._limits, picture.name, at_least=max(1, math.ceil(enough)))
        _write(path, images.encode_webp(_square(rgb, box, rgb.shape[1] / picture.width, size)))
        self._made += 1
        if self._made % CHECK_EVERY == 0:
            self.clean(MOST_BYTES)
        return path

    def forget_cuts(self, sha256: str) -> None:
        """Throw away the parts of a picture that were cut out."""
        for path in self._folder.glob(f"cut*/{sha256[:2]}/{sha256}-*.webp"):
            path.unlink(missing_ok=True)

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


def _square(rgb: RGB, box: Box, scale: float, size: int) -> RGB:
    """Return the part of a picture below a square box times `scale`, (size, size, 3)."""
    import cv2

    zoom = scale * box.width / size  # px of `rgb` for one of the part
    if zoom > 2:  # bilinear sampling would skip pixels: make the picture smaller first
        height, width = rgb.shape[:2]
        smaller = (max(1, round(width / zoom)), max(1, round(height / zoom)))
        rgb = np.asarray(cv2.resize(rgb, smaller, interpolation=cv2.INTER_AREA), np.uint8)
        scale *= smaller[0] / width
        zoom = scale * box.width / size
    matrix = np.array([[zoom, 0.0, box.x1 * scale], [0.0, zoom, box.y1 * scale]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(rgb, matrix, (size, size), flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)


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
