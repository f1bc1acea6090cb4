"""Labels: which of the names that a classifying model knows are sure enough to be kept with a picture, and their words.

A label is kept if its probability is at least LEAST; where there are so few classes that chance alone would do, twice
chance or a half. A group, such as "dog" for a hundred breeds, is kept if those of its labels add up to LEAST_GROUP.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.spaces import Space
from mindseye.errors import NotFoundError, unknown
from mindseye.models.card import NAME, Card
from mindseye.models.registry import Model, Models
from mindseye.tasks import classify

DEFAULT = classify.BACKBONE  # whose labels are meant where no model is named
LEAST = 0.1
LEAST_GROUP = 0.3
MOST = 5  # labels of one picture
Kind = Literal["group", "label"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A label or a group that is kept with a picture, by its English name."""

    kind: Kind
    name: str
    probability: float


class Labeller:
    """A classifying model that labels pictures. Safe to use from several threads at once."""

    def __init__(self, model: Model) -> None:
        card = model.card
        self.model, self.name = model, card.name
        self.version = version(card)
        groups = [group for group in card.groups if group.labels]
        self._groups = [group.name for group in groups]
        self._members = np.array([place for group in groups for place in group.labels], np.int64)
        self._starts = np.cumsum([0, *(len(group.labels) for group in groups)])[:-1]
        self._least = least(len(card.labels))

    def keep(self, probabilities: NDArray[np.float64]) -> tuple[Kept, ...]:
        """Return what is kept of a picture's probabilities, (labels,): groups, then labels, the most probable first.

        Nothing of a picture that the model refuses as none of its labels.
        """
        card = self.model.card
        if probabilities.max() < card.thresholds.get("reject", 0.0):
            return ()
        labels = _sure("label", card.labels, probabilities, self._least)[:MOST]
        return (*self._sure_groups(probabilities), *labels)

    def _sure_groups(self, probabilities: NDArray[np.float64]) -> list[Kept]:
        if not self._groups:
            return []
        sums = np.add.reduceat(probabilities[self._members], self._starts)
        return _sure("group", self._groups, np.minimum(1.0, sums), LEAST_GROUP)


def _sure(kind: Kind, names: Sequence[str], probabilities: NDArray[np.float64], least: float) -> list[Kept]:
    """Return those that are probable enough, the most probable first."""
    sure = np.nonzero(probabilities >= least)[0].tolist()
    kept = [Kept(kind, names[i], float(probabilities[i])) for i in sure]
    return sorted(kept, key=lambda one: -one.probability)


def least(count: int) -> float:
    """Return the probability from which on a label among `count` is kept.

    >>> least(1000), least(5), least(2)
    (0.1, 0.4, 0.5)
    """
    return max(LEAST, min(0.5, 2.0 / count))


def version(card: Card) -> str:
    """Return a short text that changes whenever the labels that this model gives would."""
    groups = [(group.name, group.labels) for group in card.groups]
    parts = (card.sha256, card.input, card.labels, groups, card.thresholds, LEAST, LEAST_GROUP, MOST)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def labeller(models: Models, name: str) -> Labeller:
    """Return a model that labels. NotFoundError lists those that can."""
    able = [model for model in models.newest() if classify.suits(model.card)]
    found = next((model for model in able if model.card.name == name), None)
    if found is None:
        raise unknown("model that names pictures", name, [model.card.name for model in able])
    return Labeller(found)


def along_with(models: Models, spaces: Iterable[Space]) -> list[Labeller]:
    """Return the models that label in the same pass in which these spaces are filled: their backbones."""
    backbones = sorted({space.model for space in spaces if space.model})
    return [Labeller(model) for model in map(models.get, backbones) if classify.suits(model.card)]


def split(text: str) -> tuple[str, str]:
    """Return model and name of a filter's `MODEL:NAME`; NAME alone is of the model `photo`.

    >>> split("cats-dogs:dog"), split("dog")
    (('cats-dogs', 'dog'), ('photo', 'dog'))
    """
    model, colon, name = text.partition(":")
    return (model, name) if colon and NAME.fullmatch(model) else (DEFAULT, text)


def meant(card: Card, name: str) -> str:
    """Return the English name of what a person calls by `name`: in capitals or not, in English or in 中文.

    Raises NotFoundError with the names that are spelt most alike.
    """
    wanted = name.strip().casefold()
    pairs = list(_names(card))
    if name not in (english for _, english in pairs):
        for known, english in pairs:
            if known.casefold() == wanted:
                return english
        near = difflib.get_close_matches(wanted, [known.casefold() for known, _ in pairs], 3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ": `mindseye library labels` lists them."
        raise NotFoundError(f"{card.name} has no label or group called {name!r}{hint}")
    return name


def chinese(card: Card) -> dict[tuple[str, str], str]:
    """Return the names in 中文 by kind and English name."""
    groups = {("group", group.name): group.name_zh for group in card.groups}
    return groups | {("label", name): zh for name, zh in zip(card.labels, card.labels_zh or card.labels, strict=True)}


def groups_of(card: Card) -> dict[str, Sequence[str]]:
    """Return the names of the groups that each label belongs to."""
    found: dict[str, list[str]] = {name: [] for name in card.labels}
    for group in card.groups:
        for place in group.labels:
            found[card.labels[place]].append(group.name)
    return dict(found)


def _names(card: Card) -> Iterator[tuple[str, str]]:
    """Give every word for a group or a label, and its English name."""
    for group in card.groups:
        yield from ((group.name, group.name), (group.name_zh, group.name))
    yield from zip(card.labels, card.labels, strict=True)
    yield from zip(card.labels_zh, card.labels, strict=False)
