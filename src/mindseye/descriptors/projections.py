"""What descriptors have learned from pictures: means and axes to project on, shipped as plain arrays with checksums."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.pooling import unit
from mindseye.errors import ModelError, unknown

FOLDER = Path(__file__).parent.parent / "zoo" / "projections"
LIST = "projections.json"
DAMAGED = (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class Projection:
    """From a pooled vector u of unit length (channels,) to a shorter one: unit(axes u + offset), (dim,)."""

    name: str
    sha256: str  # of its file
    axes: NDArray[np.float32]  # (dim, channels)
    offset: NDArray[np.float32]  # (dim,)
    parts: NDArray[np.int64]  # (parts,), the channels that PWA takes for part detectors; empty for others
    part_axes: NDArray[np.float32]  # (part_dim, channels), which shorten each part's vector before they are joined

    def apply(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (…, dim) of unit length from (…, channels) of unit length."""
        return unit(np.asarray(vectors @ self.axes.T + self.offset, np.float32))


def names(folder: Path = FOLDER) -> dict[str, dict[str, str]]:
    """Return each projection's entry in the list: sha256, learned on what, by which command."""
    try:
        listed: dict[str, dict[str, str]] = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder / LIST} cannot be read ({error}): install Mind's Eye again.") from error
    return listed


@lru_cache(maxsize=64)
def load(name: str, folder: Path = FOLDER) -> Projection:
    """Return a projection after checking its sum. Raises ModelError if the file is not the listed one."""
    listed = names(folder)
    if name not in listed:
        raise unknown("projection", name, sorted(listed))
    try:
        data = (folder / f"{name}.npz").read_bytes()
    except OSError as error:
        raise ModelError(f"The projection {name} cannot be read ({error.strerror}): install again.") from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != listed[name]["sha256"]:
        raise ModelError(f"The projection {name}.npz is not the listed file (sha256 {digest[:12]}…): install again.")
    return _parse(name, digest, data)


def _parse(name: str, digest: str, data: bytes) -> Projection:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            mean, axes = (np.asarray(file[key], np.float32) for key in ("mean", "axes"))
            parts = np.asarray(file["parts"], np.int64) if "parts" in file else np.zeros(0, np.int64)
            part_axes = (
                np.asarray(file["part_axes"], np.float32) if "part_axes" in file else np.zeros((0, 0), np.float32)
            )
        return Projection(name, digest, axes, -(axes @ mean), parts, part_axes)
    except DAMAGED as error:
        raise ModelError(f"The projection {name}.npz must hold `mean` and `axes` as plain arrays ({error}).") from error
