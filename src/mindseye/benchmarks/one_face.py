"""The face of a picture that is known to show one: found as the product finds faces, and never skipped."""

from __future__ import annotations

import dataclasses

import numpy as np

from mindseye.models.registry import Models
from mindseye.tasks.faces.chips import TEMPLATE
from mindseye.tasks.faces.detection import Search, detect
from mindseye.tasks.faces.face import Face, Landmarks
from mindseye.types import RGB, Box

BORDER = 0.4  # of the sides: how far the border is repeated around pictures that are cut off at the face
# Where the template lies in a picture that is cut off at the face: its left and upper edge and its side, as shares.
# (the mean of those found in UTKFace's training part).
PLACED = (0.12, 0.12, 0.76)
CLOSER = Search(min_size=16, min_score=0.3)  # once it is known that there is a face


def one_face(models: Models, rgb: RGB) -> tuple[Face, bool]:
    """Return the largest face of a picture, and whether it was found.

    Where none is found, the picture is looked at again, for smaller and less certain faces and with its border repeated
    around it, since a face may fill it whole. Where that finds none either, the landmarks are those of a face that
    fills the picture.
    """
    if faces := detect(models, rgb).faces:
        return faces[0], True
    height, width = rgb.shape[:2]
    down, right = round(BORDER * height), round(BORDER * width)
    wider = np.pad(rgb, ((down, down), (right, right), (0, 0)), mode="edge")
    if faces := detect(models, wider, CLOSER).faces:
        return _moved(faces[0], -right, -down), True
    return _filling(height, width), False


def _moved(face: Face, right: float, down: float) -> Face:
    box, points = face.box, face.landmarks.points + np.array([right, down], np.float32)
    moved = Box(box.x1 + right, box.y1 + down, box.x2 + right, box.y2 + down)
    return dataclasses.replace(face, box=moved, landmarks=Landmarks.of(points))


def _filling(height: int, width: int) -> Face:
    left, top, side = PLACED
    points = (np.array([left, top]) + side * TEMPLATE) * (width, height)
    return Face(Box(0.0, 0.0, float(width), float(height)), 0.0, Landmarks.of(points))
