"""Local features as bytes: 12 + 38 a feature, about 10 kB a picture, for the catalogue to keep."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from mindseye.errors import DataError
from mindseye.verification.learned import DIM, learned
from mindseye.verification.local_features import Features, nothing

HEAD = struct.Struct("<2sHII")  # "MF", a check of what was learned, width, height
ENTRY = np.dtype([("xy", "<u2", 2), ("scale", "u1"), ("angle", "u1"), ("descriptor", "u1", DIM // 2)])
FINE = 65535  # steps of a coordinate along its side
OCTAVE = 16  # steps of a scale within a doubling


def pack(features: Features) -> bytes:
    """Return the features as bytes; places keep 1/65,535 of the side, scales 1/16 of a doubling, angles 1.4°."""
    entries = np.zeros(len(features), ENTRY)
    sides = np.array([features.width, features.height], np.float64)
    entries["xy"] = np.clip(np.rint((features.points + 0.5) / sides * FINE), 0, FINE)
    entries["scale"] = np.clip(np.rint(np.log2(np.maximum(features.scales, 1e-3)) * OCTAVE), 0, 255)
    entries["angle"] = np.rint(features.angles * (256 / 360)).astype(np.int64) % 256
    half = (features.descriptors + 8).astype(np.uint8)
    entries["descriptor"] = half[:, 0::2] << 4 | half[:, 1::2]
    return HEAD.pack(b"MF", _check(), features.width, features.height) + entries.tobytes()


def unpack(data: bytes) -> Features:
    """Return the features that `pack` wrote. Raises DataError if they are damaged or of another version."""
    if len(data) < HEAD.size or (len(data) - HEAD.size) % ENTRY.itemsize or data[:2] != b"MF":
        raise DataError(f"These {len(data)} bytes are no local features: index the picture again.")
    _, check, width, height = HEAD.unpack_from(data)
    if check != _check():
        raise DataError("These local features were made by another version of the program: index the picture again.")
    entries = np.frombuffer(data, ENTRY, offset=HEAD.size)
    if not len(entries):
        return nothing(width, height)
    sides = np.array([width, height], np.float64)
    return Features(
        width,
        height,
        (entries["xy"] / FINE * sides - 0.5).astype(np.float32),
        np.exp2(entries["scale"] / OCTAVE).astype(np.float32),
        (entries["angle"] * (360 / 256)).astype(np.float32),
        _whole(entries["descriptor"]),
    )


def _whole(nibbles: NDArray[np.uint8]) -> NDArray[np.int8]:
    descriptors = np.empty((len(nibbles), DIM), np.int8)
    descriptors[:, 0::2] = (nibbles >> 4).astype(np.int8) - 8
    descriptors[:, 1::2] = (nibbles & 15).astype(np.int8) - 8
    return descriptors


def _check() -> int:
    return int(learned().version[:4], 16)
