"""Reads labelled pictures from disk: MNIST's idx files, or a folder with one sub-folder per label."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.benchmarks.parts import only_part
from mindseye.errors import DataError, ImageError
from mindseye.types import RGB, ImageLimits

IDX_PREFIXES = {"test": "t10k", "train": "train"}
PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"}
MNIST_HELP = (
    "MNIST's four files (train-images-idx3-ubyte.gz, train-labels-…, t10k-images-…, t10k-labels-…) come from "
    "Yann LeCun's MNIST page and its mirrors"
)


@dataclass(frozen=True, slots=True)
class LabelledPicture:
    """One picture with its true label; `name` says where it comes from."""

    name: str
    label: str
    rgb: RGB


class LabelledPictures:
    """The labelled pictures of a folder, read one by one. `skipped` fills with a sentence per unreadable picture."""

    def __init__(
        self, folder: Path, limits: ImageLimits | None = None, split: str = "test", part: str | None = None
    ) -> None:
        """With `part`, only that one of `parts.PARTS`, if the folder has sub-folders; `split` names MNIST's files."""
        if not folder.is_dir():
            raise DataError(f"{folder} is not a folder: give one with MNIST's idx files or one sub-folder per label.")
        self.skipped: list[str] = []
        self._limits = limits or ImageLimits()
        self._idx = find_idx(folder, split)
        self._files = [] if self._idx else _labelled_files(folder)
        if not self._idx and not self._files:
            raise DataError(f"{folder} holds neither MNIST's idx files nor sub-folders with pictures. {MNIST_HELP}.")
        if part and self._idx:
            raise DataError(f"{folder} holds MNIST's idx files, which come cut into parts: leave the part out.")
        if part:
            self._files = only_part(self._files, part)
        self._arrays = read_idx_pair(*self._idx) if self._idx else None

    def __len__(self) -> int:
        return len(self._arrays[1]) if self._arrays else len(self._files)

    def __iter__(self) -> Iterator[LabelledPicture]:
        if self._arrays:
            for i, (pixels, label) in enumerate(zip(*self._arrays, strict=True)):
                yield LabelledPicture(f"#{i}", str(label), np.repeat(pixels[..., None], 3, axis=2))
            return
        for label, path in self._files:
            try:
                rgb = images.read(path, self._limits)
            except ImageError as error:
                self.skipped.append(str(error))
                continue
            yield LabelledPicture(f"{label}/{path.name}", label, rgb)


def find_idx(folder: Path, split: str) -> tuple[Path, Path] | None:
    """Return the image and label files of MNIST's `train` or `test` split, packed or not, or None."""
    prefix = IDX_PREFIXES[split]
    found = []
    for kind in ("images-idx3-ubyte", "labels-idx1-ubyte"):
        names = [f"{prefix}-{kind}", f"{prefix}-{kind}.gz", f"{prefix}-{kind.replace('-idx', '.idx')}"]
        path = next((folder / name for name in names if (folder / name).is_file()), None)
        if path is None:
            return None
        found.append(path)
    return found[0], found[1]


def read_idx_pair(images_file: Path, labels_file: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return pictures (n, height, width) and labels (n,). Raises DataError when they are damaged or do not match."""
    pictures, labels = read_idx(images_file), read_idx(labels_file)
    if pictures.ndim != 3 or labels.ndim != 1 or len(pictures) != len(labels):
        raise DataError(
            f"{images_file.name} {pictures.shape} and {labels_file.name} {labels.shape} do not belong together: "
            "expected (n, height, width) and (n,)."
        )
    return pictures, labels


def read_idx(path: Path) -> NDArray[np.uint8]:
    """Return the array of an idx file (unsigned bytes; big-endian sizes), packed with gzip or not."""
    try:
        data = path.read_bytes()
        data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        zero, kind, dimensions = struct.unpack(">HBB", data[:4])
        shape = struct.unpack(f">{dimensions}I", data[4 : 4 + 4 * dimensions])
        if zero != 0 or kind != 8:
            raise ValueError("not an idx file of unsigned bytes")
        return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)
    except (OSError, EOFError, ValueError, struct.error, zlib.error) as error:
        raise DataError(f"{path.name} is not a whole idx file ({error}): download it again. {MNIST_HELP}.") from error


def _labelled_files(folder: Path) -> list[tuple[str, Path]]:
    return [
        (label.name, path)
        for label in sorted(entry for entry in folder.iterdir() if entry.is_dir())
        for path in sorted(label.rglob("*"))
        if path.is_file() and path.suffix.lower() in PICTURE_SUFFIXES
    ]
