"""Benchmark `verify`: how well two pictures of faces are told to be of one person or of two, from the files on.

Protocol: in each picture the face nearest to its middle is compared, as it is found by the detector with its usual
options. A picture without one counts in `failures`, and is answered all the same: by the best candidate of any size and
score, else by the middle of the picture, so that no pair is left out. A pair's score is the inner product of the two
vectors. `accuracy` is the mean over the folds of the list of pairs; each fold's threshold is the one that is right most
often in the others. `tar@far=…` is the share of pairs of one person that is accepted by the threshold that so many
pairs of different people reach: in the part `pairs` of the list, in the part `all pairs` of all pictures of the set.
Latency is one picture after the other on one thread, for each stage: on the set, and on one picture of 640 × 480 px
with one face, there with the attributes.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mindseye import images, metrics
from mindseye.benchmarks.result import Mistake, Result, Row
from mindseye.benchmarks.verify_data import Faces, Pair, read_faces
from mindseye.benchmarks.verify_speed import speed_rows
from mindseye.models.card import Card
from mindseye.models.registry import Models
from mindseye.tasks.faces import comparison
from mindseye.tasks.faces.chips import TEMPLATE
from mindseye.tasks.faces.detection import Search, detect
from mindseye.tasks.faces.embedding import DIM, embed, model_of
from mindseye.tasks.faces.face import Face, Landmarks
from mindseye.types import RGB, Box, ImageLimits, Vectors

MOST_MISTAKES = 40
SIDE = 112  # px of each picture of a wrong pair
SMALLEST, MIDDLE = 12, 0.4  # where no face is found: the least size in px that is tried, and what is taken then
FARS = {"pairs": ("1e-2", "1e-3"), "all pairs": ("1e-2", "1e-3", "1e-4", "1e-5")}
BLOCK = 1024  # rows of vectors that are compared at once


@dataclass(frozen=True, slots=True)
class VerifyRow(Row):
    """A row with points of the receiver operating characteristic: false-accept rate, true-accept rate."""

    roc: list[tuple[float, float]] | None = None


@dataclass
class Seen:
    """What was made of the pictures, in their order: vectors, whether a face was found, and ms by stage."""

    vectors: Vectors
    found: NDArray[np.bool_]
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: {"detect": [], "embed": []})


def run(
    models: Models,
    data: Path,
    report: Callable[[int, int], None] = lambda done, total: None,
    limits: ImageLimits | None = None,
) -> Result:
    """Measure on a folder of LFW's layout. Raises DataError if it is none, ImageError for a picture that is broken."""
    faces, limits = read_faces(data), limits or ImageLimits()
    seen = see(models, faces, limits, report)
    rows = rows_of(model_of(models).card, faces, seen, limits)
    return Result("verify", str(data), [*rows, *speed_rows(models)])


def rows_of(card: Card, faces: Faces, seen: Seen, limits: ImageLimits) -> list[Row]:
    """Return the figures: of the listed pairs, of all pairs, and the time of each stage."""
    return [_pairs_row(card, faces, seen, limits), _all_row(card, faces, seen), *_latency_rows(card, seen)]


def see(models: Models, faces: Faces, limits: ImageLimits, report: Callable[[int, int], None]) -> Seen:
    """Find and embed the middle face of every picture."""
    count = len(faces.pictures)
    seen = Seen(np.zeros((count, DIM), np.float32), np.zeros(count, bool))
    for place, path in enumerate(faces.pictures):
        rgb = images.read(path, limits)
        times = [time.perf_counter()]
        face = middle_face(detect(models, rgb).faces, rgb)
        times.append(time.perf_counter())
        seen.found[place] = face is not None
        seen.vectors[place] = embed(models, rgb, [face or best_guess(models, rgb)])
        times.append(time.perf_counter())
        if face is not None:
            for stage, ms in zip(seen.milliseconds.values(), np.diff(times) * 1000.0, strict=True):
                stage.append(float(ms))
        report(place + 1, count)
    return seen


def middle_face(faces: Sequence[Face], rgb: RGB) -> Face | None:
    """Return the face whose box's middle is nearest to the picture's; None if there is none."""
    middle = np.array([rgb.shape[1], rgb.shape[0]]) / 2

    def distance(face: Face) -> float:
        box = face.box
        return float(np.hypot(*((box.x1 + box.x2) / 2 - middle[0], (box.y1 + box.y2) / 2 - middle[1])))

    return min(faces, key=distance, default=None)


def best_guess(models: Models, rgb: RGB) -> Face:
    """Return what is likest a face where the detector finds none: of any size and score, else the picture's middle."""
    candidates = detect(models, rgb, Search(SMALLEST, 0.0)).faces
    if candidates:
        return max(candidates, key=lambda face: face.score)
    side = MIDDLE * min(rgb.shape[:2])
    corner = np.array([rgb.shape[1] - side, rgb.shape[0] - side]) / 2
    box = Box(float(corner[0]), float(corner[1]), float(corner[0] + side), float(corner[1] + side))
    return Face(box, 0.0, Landmarks.of(corner + TEMPLATE * side))


def all_pairs(vectors: Vectors, people: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the inner products of all pairs of pictures of one person, and of all of different people."""
    _, numbers = np.unique(people, return_inverse=True)
    genuine, impostor = [np.empty(0, np.float32)], [np.empty(0, np.float32)]
    for start in range(0, len(vectors), BLOCK):
        some = slice(start, start + BLOCK)
        scores = vectors[some] @ vectors[start:].T
        later = np.arange(scores.shape[1]) > np.arange(len(scores))[:, None]  # each pair once, none with itself
        same = numbers[some, None] == numbers[None, start:]
        genuine.append(scores[later & same])
        impostor.append(scores[later & ~same])
    return np.concatenate(genuine), np.concatenate(impostor)


def scores_of(pairs: Sequence[Pair], vectors: Vectors) -> NDArray[np.float32]:
    """Return the inner product of each pair, (pairs,)."""
    first, second = ([getattr(pair, side) for pair in pairs] for side in ("first", "second"))
    return np.asarray((vectors[first] * vectors[second]).sum(1), np.float32)


def _pairs_row(card: Card, faces: Faces, seen: Seen, limits: ImageLimits) -> VerifyRow:
    scores = scores_of(faces.pairs, seen.vectors)
    same, folds = np.array([pair.is_same for pair in faces.pairs]), np.array([pair.fold for pair in faces.pairs])
    right = (scores >= metrics.thresholds_of_others(scores, same, folds)) == same
    by_fold = [float(right[folds == fold].mean()) for fold in np.unique(folds)]
    used = sorted({place for pair in faces.pairs for place in (pair.first, pair.second)})
    figures = {
        "accuracy": float(np.mean(by_fold)),
        "accuracy_std": float(np.std(by_fold)),
        **_accepted("pairs", scores[same], scores[~same]),
        "failures": float(1.0 - seen.found[used].mean()),
        "parameters": float(card.parameters),
        "multiply_adds": float(card.multiply_adds),
        "bytes": float(card.bytes),
    }
    setting: dict[str, str | int | float | bool] = {"part": "pairs", "version": card.version, "folds": len(by_fold)}
    surest = np.argsort(np.where(same, scores, -scores), kind="stable")  # low of one person, high of two
    wrong = [number for number in surest if not right[number]]
    mistakes = [_mistake(faces, faces.pairs[i], scores[i], card, limits) for i in wrong[:MOST_MISTAKES]]
    curve = metrics.roc(scores[same], scores[~same])
    return VerifyRow(card.name, len(scores), figures, setting, mistakes=mistakes, roc=curve)


def _all_row(card: Card, faces: Faces, seen: Seen) -> VerifyRow:
    genuine, impostor = all_pairs(seen.vectors, faces.people)
    figures = _accepted("all pairs", genuine, impostor) | {"failures": float(1.0 - seen.found.mean())}
    setting: dict[str, str | int | float | bool] = {
        "part": "all pairs",
        "version": card.version,
        "pictures": len(faces.pictures),
        "people": len(set(faces.people)),
        "impostor_pairs": len(impostor),
    }
    return VerifyRow(card.name, len(genuine) + len(impostor), figures, setting, roc=metrics.roc(genuine, impostor))


def _accepted(part: str, genuine: NDArray[np.float32], impostor: NDArray[np.float32]) -> dict[str, float]:
    """Return the true-accept rates at the false-accept rates that so many impostors can show."""
    fars = [far for far in FARS[part] if float(far) * len(impostor) >= 1.0] if len(genuine) else []
    return {f"tar@far={far}": metrics.tar_at(float(far), genuine, impostor) for far in fars}


def _latency_rows(card: Card, seen: Seen) -> list[Row]:
    stages = {name: times for name, times in seen.milliseconds.items() if times}
    rows = []
    for name, times in stages.items():
        p50, p95 = metrics.percentiles(times)
        rows.append(Row(card.name, len(times), {"latency_ms_p50": p50, "latency_ms_p95": p95}, {"stage": name}))
    return rows


def _mistake(faces: Faces, pair: Pair, score: np.float32, card: Card, limits: ImageLimits) -> Mistake:
    """Return a wrong pair with both pictures side by side; its probability is the similarity, as a share."""
    first, second = faces.pictures[pair.first], faces.pictures[pair.second]
    alike = float(comparison.scaled(np.array([score]), card)[0])
    sides = [images.shrink(images.read(path, limits), SIDE) for path in (first, second)]
    sheet = np.full((max(side.shape[0] for side in sides), 2 * SIDE + 4, 3), 128, np.uint8)
    for left, side in zip((0, SIDE + 4), sides, strict=True):
        sheet[: side.shape[0], left : left + side.shape[1]] = side
    picture = "data:image/webp;base64," + base64.b64encode(images.encode_webp(sheet)).decode()
    truth, answer = ("one person", "two people") if pair.is_same else ("two people", "one person")
    return Mistake(f"{first.name}, {second.name}", truth, answer, alike / 100.0, picture)
