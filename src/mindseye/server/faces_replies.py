"""From a request to how faces are looked for, and from what was seen to the schemas."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mindseye.server import schemas as s
from mindseye.tasks.faces.face import Attributes, Face, Landmarks, Measure
from mindseye.types import RGB, Box

if TYPE_CHECKING:
    from mindseye.tasks.faces.comparison import Comparison
    from mindseye.tasks.faces.look import Look


def options(wanted: s.FaceOptions) -> dict[str, Any]:
    """Return what a request says about how to look; what it leaves open is the card's."""
    given = {"min_size": wanted.min_size, "min_score": wanted.min_score, "most": wanted.most}
    return {name: value for name, value in given.items() if value is not None}


def detected(rgb: RGB, look: Look, started: float, decoded: float) -> s.DetectReply:
    """Pack the faces of one picture; times are perf_counter seconds."""
    return s.DetectReply(
        faces=[face(one, told) for one, told in zip(look.faces, look.attributes, strict=True)],
        width=rgb.shape[1],
        height=rgb.shape[0],
        min_size=look.wanted.min_size,
        min_score=look.wanted.min_score,
        nearest_score=look.nearest_score,
        models=look.models,
        timings_ms=_timings(look.timings_ms, started, decoded),
    )


def compared(pair: Sequence[RGB], found: Comparison, started: float, decoded: float) -> s.CompareReply:
    """Pack the comparison of two pictures; times are perf_counter seconds."""
    first, second = (
        s.ComparedPicture(
            width=rgb.shape[1],
            height=rgb.shape[0],
            faces=[face(one, None) for one in side.faces],
            nearest_score=side.nearest_score,
        )
        for rgb, side in zip(pair, found.sides, strict=True)
    )
    best = found.best
    return s.CompareReply(
        picture1=first,
        picture2=second,
        matrix=[[round(float(value), 3) for value in row] for row in found.matrix],
        best=best and s.BestPair(face1=best[0], face2=best[1], confidence=float(found.matrix[best])),
        confidence=None if best is None else float(found.matrix[best]),
        thresholds=[s.FalseAcceptThreshold.model_validate(one) for one in found.thresholds],
        calibrated_on=found.calibrated_on,
        verdict=found.verdict,
        picture_likeness=found.picture_likeness,
        same_picture_from=found.same_picture_from,
        models=found.models,
        timings_ms=_timings(found.timings_ms, started, decoded),
    )


def face(one: Face, told: Attributes | None) -> s.DetectedFace:
    """Pack a face, and what can be told about it if that was asked for."""
    box = one.box
    return s.DetectedFace(
        box=s.Box.model_validate(box),
        square=s.Box.model_validate(squared(box)),
        confidence=one.score,
        landmarks=_landmarks(one.landmarks),
        attributes=None if told is None else attributes(told),
    )


def squared(box: Box) -> Box:
    """Return the smallest square around a box with the same middle; it may leave the picture."""
    x, y, half = (box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2, max(box.width, box.height) / 2
    return Box(x - half, y - half, x + half, y + half)


def attributes(told: Attributes) -> s.FaceAttributes:
    """Pack what can be told about a face."""
    return s.FaceAttributes(
        age=s.FaceAge(value=told.age.years, low=told.age.low, high=told.age.high, confidence=told.age.confidence),
        gender=s.FaceGender(value=told.gender.name, confidence=told.gender.confidence),
        smile=_measure(told.smile),
        headpose=s.HeadPose.model_validate(told.pose),
        blur=_measure(told.blur),
        quality=_measure(told.quality),
    )


def _landmarks(found: Landmarks) -> s.FaceLandmarks:
    names = s.FaceLandmarks.model_fields
    return s.FaceLandmarks(
        **{name: s.FacePoint(x=getattr(found, name)[0], y=getattr(found, name)[1]) for name in names}
    )


def _measure(one: Measure) -> s.FaceMeasure:
    return s.FaceMeasure(value=one.value, threshold=one.threshold)


def _timings(stages: dict[str, float], started: float, decoded: float) -> dict[str, float]:
    decode, total = 1000 * (decoded - started), 1000 * (time.perf_counter() - started)
    return {"decode": decode} | stages | {"total": total}
