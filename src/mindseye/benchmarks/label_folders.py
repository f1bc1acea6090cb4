"""Photographs that lie in one sub-folder per label, read one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mindseye import images
from mindseye.benchmarks.labelled_pictures import PICTURE_SUFFIXES, LabelledPicture
from mindseye.errors import DataError, ImageError
from mindseye.types import ImageLimits


class LabelFolders:
    """The pictures of a folder's sub-folders, with the sub-folder's name as their label.

    `skipped` fills with a sentence per unreadable picture. Raises DataError for a folder without labelled pictures.
    """

    def __init__(self, folder: Path, limits: ImageLimits | None = None) -> None:
        if not folder.is_dir():
            raise DataError(f"{folder} is not a folder: give one with a sub-folder of pictures for each label.")
        self.skipped: list[str] = []
        self._limits = limits or ImageLimits()
        self._files = list(_files(folder))
        if not self._files:
            raise DataError(f"{folder} has no sub-folders with pictures: it needs one for each label.")
        self.counts = Counter(label for label, _ in self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[LabelledPicture]:
        for label, path in self._files:
            try:
                rgb = images.read(path, self._limits)
            except ImageError as error:
                self.skipped.append(str(error))
                continue
            yield LabelledPicture(f"{label}/{path.name}", label, rgb)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield label and path in a fixed order; hidden files and folders (.thumbnails, ._photo.jpg) are passed over."""
    for place in sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith(".")):
        for path in sorted(place.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(place).parts)
            if not hidden and path.suffix.lower() in PICTURE_SUFFIXES and path.is_file():
                yield place.name, path
