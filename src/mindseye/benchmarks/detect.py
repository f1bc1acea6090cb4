"""Benchmark `detect`: how many faces are found, how many things are taken for one, and how long it takes.

Protocol: a face counts as found by a box that overlaps it by 0.3 or more (intersection over union; people and detectors
draw boxes differently), each box finding one face and the surest first. `recall` is the share of faces that are found;
`false_faces` are boxes per picture that find none and whose middle lies in no unclear part of the picture, over the
pictures where all faces are known. Latency is one picture at a time, one thread, from the decoded picture to the boxes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mindseye import metrics
from mindseye.benchmarks.face_scenes import CHANGES, Boxes, Scene, Scenes
from mindseye.benchmarks.result import Result, Row
from mindseye.errors import DataError, unknown
from mindseye.models.registry import Models
from mindseye.tasks.faces import detection
from mindseye.types import RGB

LEAST_OVERLAP = 0.3
Finder = Callable[[RGB], Boxes]  # picture → boxes (n, 4), the surest first


@dataclass
class Tally:
    """What one finder did to pictures that were changed in one way."""

    faces: int = 0
    found: int = 0
    false: int = 0
    judged: int = 0  # pictures in which false faces can be told
    milliseconds: list[float] = field(default_factory=list)


def served(models: Models, min_size: int | None = None, min_score: float | None = None) -> Finder:
    """Return the finder that the product uses, looking for what it looks for by default or for what is given."""
    card = detection.detector(models).card

    def find(rgb: RGB) -> Boxes:
        usual = detection.defaults(card, rgb)
        wanted = detection.Search(min_size or usual.min_size, usual.min_score if min_score is None else min_score)
        faces = sorted(detection.detect(models, rgb, wanted).faces, key=lambda face: -face.score)
        return np.array([[f.box.x1, f.box.y1, f.box.x2, f.box.y2] for f in faces], np.float64).reshape(-1, 4)

    return find


def run(
    finders: Mapping[str, Finder],
    scenes: Scenes,
    words: str,
    changes: Sequence[str] = (),
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Result:
    """Measure each finder on the scenes as they are and, where asked for, changed in each of the ways of CHANGES.

    Changes are for scenes of one face. Raises NotFoundError for an unknown change, DataError where no face is known.
    """
    if strange := [name for name in changes if name not in CHANGES]:
        raise unknown("change", strange[0], list(CHANGES))
    tallies = {(name, change): Tally() for change in ("", *changes) for name in finders}
    for done, scene in enumerate(scenes, start=1):
        for change in ("", *changes):
            seen = CHANGES[change](scene) if change else scene
            for name, find in finders.items():
                _look(find, seen, tallies[name, change])
        report(done, len(scenes))
    if not all(tally.faces for tally in tallies.values()):
        raise DataError(f"No face is known in {words}: its list has no row of the kind face.")
    rows = [_row(name, change, tally) for (name, change), tally in tallies.items()]
    return Result("detect", words, rows)


def _look(find: Finder, scene: Scene, tally: Tally) -> None:
    started = time.perf_counter()
    boxes = find(scene.rgb)
    tally.milliseconds.append(1000.0 * (time.perf_counter() - started))
    finds = matched(boxes, scene.faces)
    tally.faces += len(scene.faces)
    tally.found += int((finds >= 0).sum())
    if scene.unclear is not None:
        tally.judged += 1
        tally.false += int((~_inside(boxes[finds < 0], scene.unclear)).sum())


def matched(boxes: Boxes, faces: Boxes) -> NDArray[np.intp]:
    """Return for each box, the surest first, the place of the face that it finds, or −1: (n,)."""
    overlaps = overlap(boxes, faces)
    finds = np.full(len(boxes), -1)
    for place in range(len(boxes)):
        if len(faces) and overlaps[place].max() >= LEAST_OVERLAP:
            finds[place] = overlaps[place].argmax()
            overlaps[:, finds[place]] = -1  # a face is found once
    return finds


def overlap(boxes: Boxes, faces: Boxes) -> Boxes:
    """Return intersection over union of each box (n) and each face (m), (n, m)."""
    corners = np.minimum(boxes[:, None, 2:], faces[None, :, 2:]) - np.maximum(boxes[:, None, :2], faces[None, :, :2])
    shared = np.maximum(corners, 0).prod(axis=2)
    areas, known = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1), (faces[:, 2:] - faces[:, :2]).prod(axis=1)
    return np.asarray(shared / (areas[:, None] + known[None] - shared))


def _inside(boxes: Boxes, parts: Boxes) -> NDArray[np.bool_]:
    """Say for each box (n, 4) whether its middle lies in one of the parts (m, 4): (n,)."""
    middles = (boxes[:, None, :2] + boxes[:, None, 2:]) / 2
    inside = np.logical_and(middles >= parts[None, :, :2], middles <= parts[None, :, 2:])
    return np.asarray(np.any(np.all(inside, axis=2), axis=1))


def _row(name: str, change: str, tally: Tally) -> Row:
    p50, p95 = metrics.percentiles(tally.milliseconds)
    figures = {"recall": tally.found / tally.faces, "latency_ms_p50": p50, "latency_ms_p95": p95}
    if tally.judged:
        figures["false_faces"] = tally.false / tally.judged
    return Row(name, tally.faces, figures, {"change": change} if change else {})
