"""What can be told about a face: age, gender, smile, pose, blur, quality. Estimates from one look, not truths.

The network answers for age with a distribution over whole years (Rothe, Timofte and Van Gool 2015, "DEX"), for gender
and smile with two logits each, for yaw and pitch with degrees; its card names the outputs and their order. On gender
the face's embedding is heard as well, for millions of faces have taught it: the two opinions are added as logits. Roll
is the turn that brings the landmarks upright. Blur and quality are computed in `condition.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.errors import ModelError
from mindseye.models.card import Card
from mindseye.models.registry import Model, Models
from mindseye.tasks.faces import condition
from mindseye.tasks.faces.chips import TEMPLATE, chips, similarity_transform
from mindseye.tasks.faces.embedding import embed, model_of
from mindseye.tasks.faces.face import Age, Attributes, Face, Gender, Measure, Pose
from mindseye.types import RGB, Vectors

TASK = "face-attributes"
GENDER_TASK = "face-gender"  # a second opinion; a home may do without
OLDEST = 100  # years: outputs are the ages 0 to 100, then …
GENDERS, SMILES, ANGLES = ("female", "male"), ("neutral", "smiling"), ("yaw", "pitch")
LABELS = (*(f"age {years}" for years in range(OLDEST + 1)), *GENDERS, *SMILES, *ANGLES)
GENDER = slice(LABELS.index("female"), LABELS.index("male") + 1)
BATCH = 32  # chips at a time

Floats = NDArray[np.float64]


def describer(models: Models) -> Model:
    """Return the model that describes faces. Raises ModelError where there is none."""
    if not (found := models.newest(TASK)):
        raise ModelError(f"There is no model for the task {TASK!r}: add one with `mindseye models add`.")
    return found[0]


def describers(models: Models) -> list[Model]:
    """Return all models that have a say in what is told: the network and, where there is one, the second opinion."""
    opinions = models.newest(GENDER_TASK)[:1]
    return [describer(models), *([*opinions, model_of(models)] if opinions else [])]


def describe(models: Models, rgb: RGB, faces: Sequence[Face], vectors: Vectors | None = None) -> tuple[Attributes, ...]:
    """Return what can be told about each face of a picture, in their order.

    `vectors` (n, 128) are the faces' embeddings where they are known already; else they are made here.
    """
    if not faces:
        return ()
    model = describer(models)
    card = model.card
    answers = answers_for(models, model, chips(rgb, faces, card.input.width, card.thresholds["padding"]))
    if opinions := models.newest(GENDER_TASK):
        known = embed(models, rgb, faces) if vectors is None else vectors
        answers[:, GENDER] += models.session(opinions[0]).run(known, [card.answer])[card.answer]
    conditions = condition.conditions(rgb, faces)
    return tuple(
        _attributes(card, face, answer, state) for face, answer, state in zip(faces, answers, conditions, strict=True)
    )


def answers_for(models: Models, model: Model, seen: NDArray[np.uint8]) -> Floats:
    """Return the network's answers (n, labels) for chips (n, side, side, 3)."""
    session, name = models.session(model), model.card.answer
    batch = np.stack([images.prepare(chip, model.card.input) for chip in seen])
    parts = [session.run(batch[i : i + BATCH], [name])[name] for i in range(0, len(batch), BATCH)]
    return np.concatenate(parts).astype(np.float64)


def _attributes(card: Card, face: Face, answer: Floats, state: condition.Condition) -> Attributes:
    limits = card.thresholds
    pose = Pose(float(answer[-2]), float(answer[-1]), roll_of(face))
    smile = 100.0 * _shares(answer[-4:-2])[1]
    return Attributes(
        age=age_of(answer[: OLDEST + 1], limits["age_mass"], limits["age_confidence"]),
        gender=_gender(answer[-6:-4]),
        smile=Measure(smile, limits["smile"]),
        pose=pose,
        blur=Measure(state.blur, limits["blur"]),
        quality=Measure(condition.quality(state, face, pose, limits), limits["quality"]),
    )


def age_of(logits: Floats, mass: float, confidence: float) -> Age:
    """Return the mean of the distribution over the years, and the range that holds its middle `mass`.

    The card says which mass holds the true age with the probability `confidence`, as measured; the range always
    contains the mean, which lies outside the middle of a very lopsided distribution.
    """
    shares = _shares(logits)
    years = np.arange(len(shares), dtype=np.float64)
    mean = float(shares @ years)
    edges = np.concatenate([[0.0], np.cumsum(shares)])  # at years −0.5, 0.5, 1.5, …
    low, high = np.interp([(1 - mass) / 2, (1 + mass) / 2], edges, np.arange(len(edges)) - 0.5)
    return Age(mean, max(0.0, min(float(low), mean)), max(float(high), mean), confidence)


def roll_of(face: Face) -> float:
    """Return how far the head leans, in degrees clockwise: the turn from the upright template to the landmarks."""
    matrix = similarity_transform(TEMPLATE, face.landmarks.points.astype(np.float64))
    return math.degrees(math.atan2(matrix[1, 0], matrix[0, 0]))


def _gender(logits: Floats) -> Gender:
    shares = _shares(logits)
    return Gender("male" if shares[1] > shares[0] else "female", float(shares.max()))


def _shares(logits: Floats) -> Floats:
    """Return the softmax of logits (n,)."""
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum())
