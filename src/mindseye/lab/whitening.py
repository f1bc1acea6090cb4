"""Learns what descriptors are projected on, and what their scores mean, from pictures that no benchmark uses."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.benchmarks.retrieval_data import pictures_in
from mindseye.descriptors import pooling
from mindseye.descriptors.kinds import kind
from mindseye.descriptors.projections import LIST, Projection
from mindseye.descriptors.pwa import detectors, pwa
from mindseye.descriptors.seen import Seen
from mindseye.descriptors.spaces import Space
from mindseye.descriptors.whitening import Whitening
from mindseye.errors import DataError, ImageError
from mindseye.models.registry import Models
from mindseye.tasks import embed
from mindseye.types import ImageLimits

POWER = 0.3  # of whitening: whole whitening (1.0) costs much where pictures are alike by class, none costs a little
CENTRED = False  # the mean of some pictures is not that of others: taking it away helps their like only
PARTS, PART_DIM = 16, 96  # of PWA: as many as keep its projection at a megabyte
SEED = 1
BOTH = ("flickr8k", "sketchy125")
FIRST = 1000  # pictures that PWA's detectors and part axes are learned from
WEAK, STRONG = 1e-3, 1e-5  # of pairs of unrelated pictures, the share that scores above a band's threshold

Report = Callable[[int, int], None]
Pooled = Mapping[str, NDArray[np.float32]]  # by space: (n, channels), rows of unit length


def pictures_of(folder: Path, split: str) -> list[Path]:
    """Return the pictures to learn from (`train`) or to measure bands on (`val`).

    Of Flickr8k (captions.jsonl tells) the official part; of Sketchy (split.csv) the training photos of the categories
    that zero-shot tests see, of that split; of a folder that holds `flickr8k` and `sketchy125`, both, as the shipped
    projections were learned; of any other folder all pictures.
    """
    if all((folder / name).is_dir() for name in BOTH):
        return [path for name in BOTH for path in pictures_of(folder / name, split)]
    if (folder / "captions.jsonl").is_file():
        rows = [json.loads(line) for line in (folder / "captions.jsonl").read_text(encoding="utf-8").splitlines()]
        return [folder / "images" / row["image"] for row in rows if row["split"] == split]
    if (folder / "split.csv").is_file():
        with (folder / "split.csv").open(encoding="utf-8", newline="") as file:
            entries = [row for row in csv.DictReader(file) if row["kind"] == "photo" and row["split"] == split]
        return [folder / row["path"] for row in entries if row["zero_shot"] == "seen"]
    return pictures_in(folder)


def learn_projections(
    models: Models, spaces: Sequence[Space], paths: Sequence[Path], words: str, target: Path, report: Report
) -> None:
    """Write `target/NAME.npz` for each space that has a projection, and their list with checksums and provenance.

    `words` say which pictures these are. Raises DataError if they are fewer than the axes to be learned.
    """
    wanted = [space for space in spaces if space.projection]
    if len(paths) < max(space.dim for space in wanted):
        raise DataError(f"{len(paths)} pictures cannot teach {max(s.dim for s in wanted)} axes: give more of them.")
    paths = [paths[i] for i in np.random.default_rng(SEED).permutation(len(paths))]  # the first are of all kinds
    parts, part_axes = _learn_parts(models, wanted, paths[:FIRST], report, len(paths))
    pooled = _pooled(models, wanted, paths, parts, part_axes, report)
    target.mkdir(parents=True, exist_ok=True)
    listed = {}
    for space in wanted:
        learned = Whitening(space.dim, POWER, centred=CENTRED).fit(pooled[space.name])
        arrays: dict[str, NDArray[Any]] = {"mean": learned.mean_, "axes": learned.projection_.astype(np.float16)}
        if space.descriptor == "pwa":
            arrays |= {"parts": parts.astype(np.int32), "part_axes": part_axes.astype(np.float16)}
        listed[space.projection] = {
            "sha256": _write(target / f"{space.projection}.npz", arrays),
            "data": words,
            "pictures": str(len(pooled[space.name])),
            "recipe": "mindseye lab whiten",
            "power": str(POWER),
            "centred": str(CENTRED).lower(),
            "backbone": models.get(space.model).card.sha256,
        }
    (target / LIST).write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


def bands(
    models: Models, spaces: Sequence[Space], paths: Sequence[Path], report: Report
) -> dict[str, tuple[float, float]]:
    """Return for each space the cosines that 1 in 1,000 and 1 in 100,000 random pairs of pictures exceed."""
    vectors: dict[str, list[NDArray[np.float32]]] = {space.name: [] for space in spaces}
    for seen in _looks(models, spaces, paths, report, 0, len(paths)):
        for space in spaces:
            vectors[space.name].append(embed.embed(models, space, seen))
    found = {}
    for name, rows in vectors.items():
        matrix = np.stack(rows)
        scores = (matrix @ matrix.T)[np.triu_indices(len(matrix), 1)]
        weak, strong = np.quantile(scores, [1.0 - WEAK, 1.0 - STRONG])
        found[name] = (float(weak), float(strong))
    return found


def _looks(
    models: Models, spaces: Sequence[Space], paths: Sequence[Path], report: Report, done: int, total: int
) -> Iterator[Seen]:
    """Look at pictures one by one; those that cannot be read are passed over."""
    for number, path in enumerate(paths, start=1):
        try:
            rgb = images.read(path, ImageLimits())
        except ImageError:
            continue
        yield embed.look(models, rgb, spaces)
        report(done + number, total)


def _learn_parts(
    models: Models, spaces: Sequence[Space], paths: Sequence[Path], report: Report, count: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return PWA's channels (parts,) and the principal axes (part_dim, channels) of its parts' unit vectors."""
    chosen = [space for space in spaces if space.descriptor == "pwa"]
    if not chosen:
        return np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
    looks = _looks(models, chosen, paths, report, 0, count + len(paths))
    maps = [seen.map.astype(np.float16) for seen in looks if seen.map is not None]
    parts = detectors(np.stack([pooling.fc(m.astype(np.float32)) for m in maps]), PARTS)
    rows = np.concatenate([pooling.unit(pwa(m.astype(np.float32), parts)) for m in maps]).astype(np.float64)
    _, axes = np.linalg.eigh(rows.T @ rows)
    return parts, np.ascontiguousarray(axes.T[::-1][:PART_DIM], dtype=np.float32)


def _pooled(
    models: Models,
    spaces: Sequence[Space],
    paths: Sequence[Path],
    parts: NDArray[np.int64],
    part_axes: NDArray[np.float32],
    report: Report,
) -> Pooled:
    none = np.zeros((0, 0), np.float32)
    learned = Projection("", "", none, none.reshape(0), parts, part_axes)
    before = min(FIRST, len(paths)) if len(parts) else 0
    found: dict[str, list[NDArray[np.float32]]] = {space.name: [] for space in spaces}
    for seen in _looks(models, spaces, paths, report, before, before + len(paths)):
        for space in spaces:
            found[space.name].append(pooling.unit(kind(space.descriptor).pool(seen, learned)))
    return {name: np.stack(rows) for name, rows in found.items()}


def _write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> str:
    """Write plain arrays and return the file's sha256."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    path.write_bytes(buffer.getvalue())
    return hashlib.sha256(buffer.getvalue()).hexdigest()
