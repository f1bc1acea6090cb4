"""The frozen backbone's maps of pictures and of their mirror images: computed once, kept on disk as float16."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.lab.data.features import PIECE, Report
from mindseye.models.registry import Models
from mindseye.types import ImageLimits, InputSpec

Halves = NDArray[np.float16]
SIGHTS = 2  # of each picture: as it is, and mirrored


@dataclass(frozen=True, slots=True)
class Maps:
    """What the backbone saw: views are 0 for the picture, 1 for its mirror image. The maps stay on disk."""

    pieces: tuple[Halves, ...]  # each (up to PIECE, 2, cells, channels), mapped into memory
    logits: NDArray[np.float32]  # (pictures, 2, classes)

    def __len__(self) -> int:
        return len(self.logits)

    def take(self, numbers: Sequence[int], views: Sequence[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return (n, cells, channels) and (n, classes) of some pictures, each in its view."""
        seen = np.stack([self.pieces[n // PIECE][n % PIECE, v] for n, v in zip(numbers, views, strict=True)])
        return seen.astype(np.float32), self.logits[np.asarray(numbers), np.asarray(views)]


def maps_of(
    models: Models, backbone: str, spec: InputSpec, paths: Sequence[Path], cache: Path, workers: int, report: Report
) -> Maps:
    """Return the maps of pictures prepared by `spec`, from the cache where they have been computed before."""
    model = models.get(backbone)
    session = models.session(model)
    key = hashlib.sha256(repr((model.card.sha256, spec, [path.name for path in paths])).encode()).hexdigest()[:12]
    place = cache / f"maps-{key}"
    place.mkdir(parents=True, exist_ok=True)

    def one(path: Path) -> tuple[Halves, NDArray[np.float32]]:
        cv2.setNumThreads(0)
        rgb = images.read(path, ImageLimits())
        batch = np.stack([images.prepare(np.ascontiguousarray(seen), spec) for seen in (rgb, rgb[:, ::-1])])
        answers = session.run(batch, ["map", "logits"])
        cells = answers["map"].reshape(SIGHTS, answers["map"].shape[1], -1).transpose(0, 2, 1)
        return cells.astype(np.float16), answers["logits"]

    logits = []
    with ThreadPoolExecutor(max(1, workers)) as pool:
        for start in range(0, len(paths), PIECE):
            stem, stop = f"{start:07}", min(start + PIECE, len(paths))
            if not (place / f"{stem}.logits.npy").exists():
                seen = list(pool.map(one, paths[start:stop]))
                np.save(place / f"{stem}.map.npy", np.stack([cells for cells, _ in seen]))
                np.save(place / "new.npy", np.stack([told for _, told in seen]))
                (place / "new.npy").replace(place / f"{stem}.logits.npy")
                report("pictures", stop, len(paths))
            logits.append(np.load(place / f"{stem}.logits.npy"))
    pieces = tuple(np.load(file, mmap_mode="r") for file in sorted(place.glob("*.map.npy")))
    return Maps(pieces, np.concatenate(logits))
