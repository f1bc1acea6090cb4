"""What was learned once from other pictures and ships with the program: how to shorten descriptors, and the words."""

from __future__ import annotations

import functools
import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye.errors import ModelError

SIFT_DIM = 128
DIM = 64  # numbers in a shortened descriptor; also the bits of its signature
SHAPES = {"mean": (SIFT_DIM,), "projection": (SIFT_DIM, DIM), "rotation": (DIM, DIM)}  # and `words`, (any number, DIM)
FILE = Path(__file__).with_name("learned.npz")


@dataclass(frozen=True, slots=True)
class Learned:
    """Shortening: floor((root − mean) @ projection). Words: the nearest row. Signature: signs around it, rotated."""

    mean: NDArray[np.float32]  # (128,)
    projection: NDArray[np.float32]  # (128, 64), PCA, partly whitened, in steps of the whole numbers that are kept
    rotation: NDArray[np.float32]  # (64, 64), orthogonal
    words: NDArray[np.float32]  # (words, 64)
    version: str  # 12 hexadecimal digits; changes when shortened descriptors or words would


@functools.cache
def learned() -> Learned:
    """Return what ships with the program. Raises ModelError if the file is missing or damaged."""
    return read_learned(FILE)


def read_learned(path: Path) -> Learned:
    """Return the contents of an .npz of float16 arrays. Raises ModelError if they are not as they must be."""
    try:
        data = path.read_bytes()
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            arrays = {name: np.asarray(file[name]) for name in (*SHAPES, "words")}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path} cannot be read: install the program again ({error}).") from error
    count = len(arrays["words"]) if arrays["words"].ndim else 0
    for name, shape in {**SHAPES, "words": (count, DIM)}.items():
        found = arrays[name]
        if found.shape != shape or found.dtype != np.float16 or not count or not np.isfinite(found).all():
            raise ModelError(f"{path}: `{name}` must be finite float16 numbers of shape {shape}, not {found.shape}.")
    wide = {name: np.ascontiguousarray(values, np.float32) for name, values in arrays.items()}
    return Learned(**wide, version=hashlib.sha256(data).hexdigest()[:12])
