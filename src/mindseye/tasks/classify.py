"""Name what a picture shows: by ImageNet's classes, by a model that ships, or by classes that a person has taught."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.errors import RequestError
from mindseye.models.card import Card
from mindseye.models.registry import Model, Models
from mindseye.tasks.marks import softmax
from mindseye.types import RGB

TASK = "classify"
BACKBONE = "photo"  # its task; it knows ImageNet's classes besides what descriptors are made of
MOST_GROUPS, LEAST_SHARE = 3, 0.1  # of groups that are told, and how probable they must be
LOGITS, LIKENESS, MAP, WEIGHTS = "logits", "likeness", "map", "classifier.weight"  # ONNX outputs that are read here


@dataclass(frozen=True, slots=True)
class Label:
    """A class, by its place in the card's labels, and how probable it is, 0 to 1."""

    index: int
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class GroupShare:
    """An everyday word for several labels, and the sum of their probabilities, 0 to 1."""

    name: str
    name_zh: str
    probability: float


@dataclass(frozen=True, slots=True)
class Naming:
    """What one model calls a picture, the most probable first. `accepted` is False for "none of these".

    `likeness`, which taught models give, is how like the picture is to what is typical of the likest class, −1 to 1.
    """

    model: Model
    labels: tuple[Label, ...]
    groups: tuple[GroupShare, ...]
    accepted: bool
    likeness: float | None
    time_ms: float


def suits(card: Card) -> bool:
    """Say whether a model names pictures as this task asks for: labels, and a whole picture in."""
    return card.task in (TASK, BACKBONE) and len(card.labels) > 1 and card.input.fit != "glyph"


def classify(models: Models, model: Model, rgb: RGB, top: int = 5) -> Naming:
    """Return the `top` most probable labels of a picture."""
    started, card = time.perf_counter(), model.card
    found, likeness = _answer(models, model, rgb)
    best = np.argsort(-found, kind="stable")[:top]
    labels = tuple(Label(int(i), card.labels[i], float(found[i])) for i in best)
    accepted = bool(found.max() >= card.thresholds.get("reject", 0.0))
    if likeness is not None:
        accepted = accepted and likeness >= card.thresholds.get(LIKENESS, -1.0)
    groups = shares(card, found)[:MOST_GROUPS]
    return Naming(model, labels, groups, accepted, likeness, 1000.0 * (time.perf_counter() - started))


def probabilities(models: Models, model: Model, rgb: RGB) -> NDArray[np.float64]:
    """Return how probable each of the model's labels is, (labels,)."""
    return _answer(models, model, rgb)[0]


def _answer(models: Models, model: Model, rgb: RGB) -> tuple[NDArray[np.float64], float | None]:
    """Return the probabilities (labels,), and the likeness if the model gives one."""
    session = models.session(model)
    batch = images.prepare(rgb, model.card.input)[None]
    answers = session.run(batch, [name for name in (LOGITS, LIKENESS) if name in session.outputs])
    return np.asarray(softmax(answers[LOGITS])[0]), float(answers[LIKENESS][0]) if LIKENESS in answers else None


def shares(card: Card, found: NDArray[np.float64], least: float = LEAST_SHARE) -> tuple[GroupShare, ...]:
    """Return the card's groups whose labels are together at least so probable, the most probable first.

    `found` (labels,) are a picture's probabilities: of a dog whose breed is unclear, "dog" may still be certain.
    """
    summed = [GroupShare(g.name, g.name_zh, float(found[list(g.labels)].sum())) for g in card.groups]
    likely = [share for share in summed if share.probability >= least]
    return tuple(sorted(likely, key=lambda share: -share.probability))


def explains(models: Models, model: Model) -> bool:
    """Say whether a model gives what heat maps are made of."""
    return {MAP, WEIGHTS} <= set(models.session(model).outputs)


def heat_map(models: Models, model: Model, rgb: RGB, index: int) -> NDArray[np.float32]:
    """Return how much each cell of the picture speaks for a label, (rows, cols); negative: against it.

    The class-activation map, Σ over channels of weight · map: Zhou et al. 2016, Learning deep features for
    discriminative localization, equation 2. Raises RequestError for a model that has none.
    """
    card = model.card
    if not 0 <= index < len(card.labels):
        raise RequestError(f"{card.name} has {len(card.labels)} labels; there is no number {index} (counted from 0).")
    if not explains(models, model):
        raise RequestError(f"{card.name} has no heat map: its classes are not weighted sums of what it sees in places.")
    answers = models.session(model).run(images.prepare(rgb, card.input)[None], [MAP, WEIGHTS])
    return np.asarray(np.einsum("c,cyx->yx", answers[WEIGHTS][index], answers[MAP][0]), np.float32)
