"""From a request to how faces are looked for, and from what was seen to the schemas."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from mindseye.app import ComparedFaces
from mindseye.server import schemas as s
from mindseye.tasks.faces.comparison import SAME_PICTURE
from mindseye.tasks.faces.detection import Detected
from mindseye.tasks.faces.face import Attributes, Face, Landmarks, Measure
from mindseye.tasks.faces.look import Look
from mindseye.types import RGB, Box


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


def comparison(pair: Sequence[RGB], compared: ComparedFaces, started: float, decoded: float) -> s.CompareReply:
    """Pack the comparison of two pictures; times are perf_counter seconds."""
    found = compared.comparison
    return s.CompareReply(
        picture1=_compared_picture(pair[0], found.picture1),
        picture2=_compared_picture(pair[1], found.picture2),
        matrix=[[round(float(value), 3) for value in row] for row in found.matrix],
        best=None if found.best is None else s.BestPair.model_validate(found.best),
        confidence=None if found.best is None else found.best.confidence,
        thresholds=[s.FalseAcceptThreshold.model_validate(one) for one in found.false_accepts],
        calibrated_on=compared.calibrated_on,
        verdict=found.verdict,
        picture_likeness=found.picture_likeness,
        same_picture_from=SAME_PICTURE,
        models=compared.models,
        timings_ms=_timings(found.timings_ms, started, decoded),
    )


def _compared_picture(rgb: RGB, found: Detected) -> s.ComparedPicture:
    faces, (height, width) = [face(one, None) for one in found.faces], rgb.shape[:2]
    return s.ComparedPicture(width=width, height=height, faces=faces, nearest_score=found.nearest_score)


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
