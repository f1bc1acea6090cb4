"""Drawings as queries: found on their sheet, seen by the drawings' tower, and put beside photos in one space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye import drawings, images
from mindseye.errors import RequestError, unknown
from mindseye.models.registry import Model, Models
from mindseye.tasks.classify import Label
from mindseye.tasks.marks import softmax
from mindseye.types import RGB, Box, FeatureMap

TASK = SPACE = "sketch"
SIDE = 128  # px of the square that the served network sees
DOT = 0.02  # of the sheet's longer side: less is a dot, not a drawing
FEWEST_PIXELS = 6  # of the drawing's longer side
VECTOR, MAP, LOGITS = "vector", "map", "logits"  # ONNX outputs that are read here
WEIGHT, BIAS = "sketch.weight", "sketch.bias"

is_photo = drawings.is_photo


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a picture: its ink, redrawn with a usual pen, and the square of the picture that it fills."""

    ink: NDArray[np.float32]  # (side, side), 0 = paper, 1 = full ink
    box: Box  # px of the given picture; the square may reach beyond its edges
    width: int  # of the given picture
    height: int


@dataclass(frozen=True, slots=True)
class Sketched:
    """What the network sees in a drawing: its vector, its map, and what it looks like, the most probable first."""

    vector: NDArray[np.float32]  # (dim,), of unit length
    cells: FeatureMap  # (rows, cols, channels)
    labels: tuple[Label, ...]


def drawing_model(models: Models, name: str = TASK) -> Model:
    """Return the model that sees drawings. NotFoundError lists the known ones."""
    model = models.get(name)
    if model.card.task != TASK:
        raise unknown("model of drawings", name, [one.card.name for one in models.newest(TASK)])
    return model


def find_drawing(rgb: RGB, side: int = SIDE) -> Drawing:
    """Return the drawing on a picture, whatever its pen, colours, size and place.

    Raises RequestError for a blank picture and for a mere dot.
    """
    found = drawings.find(rgb, side)
    height, width = rgb.shape[:2]
    if found is None:
        raise RequestError("The drawing is blank, so there is nothing to look for: draw something first.")
    longest = found.extent * max(width, height)
    if found.extent < DOT or longest < FEWEST_PIXELS:
        raise RequestError(
            f"The drawing is a dot of {longest:.0f} px on a sheet of {width} × {height}: draw something larger than "
            f"{max(FEWEST_PIXELS, DOT * max(width, height)):.0f} px."
        )
    return Drawing(found.ink, found.square, width, height)


def embed(models: Models, drawing: Drawing, top: int = 5, name: str = TASK) -> Sketched:
    """Return what the network sees in a drawing."""
    model = drawing_model(models, name)
    spec = model.card.input
    tensor = images.normalise(np.broadcast_to(1.0 - drawing.ink, (spec.channels, *drawing.ink.shape)), spec)
    answers = models.session(model).run(tensor[None], [VECTOR, MAP, LOGITS])
    odds = softmax(answers[LOGITS])[0]
    best = np.argsort(-odds, kind="stable")[:top]
    labels = tuple(Label(int(i), model.card.labels[i], float(odds[i])) for i in best)
    return Sketched(answers[VECTOR][0], answers[MAP][0].transpose(1, 2, 0), labels)


def explain(models: Models, drawing: Drawing, other: NDArray[np.float32], name: str = TASK) -> NDArray[np.float32]:
    """Return what each cell of the drawing's square adds to its cosine with a vector (dim,): (rows, cols).

    They add up to the cosine: the vector is unit(W · mean of the cells + b), so that a cell's part is W · cell, and
    the constant is spread evenly.
    """
    session = models.session(drawing_model(models, name))
    seen = embed(models, drawing, name=name).cells
    blank = np.zeros((1, 3, *drawing.ink.shape), np.float32)
    weights = session.run(blank, [WEIGHT, BIAS])
    rows, cols, _ = seen.shape
    whole = weights[WEIGHT] @ seen.mean(axis=(0, 1)) + weights[BIAS]
    length = max(float(np.linalg.norm(whole)), 1e-12)
    parts = seen @ (weights[WEIGHT].T @ other) + weights[BIAS] @ other
    return np.asarray(parts / (rows * cols * length), np.float32)
