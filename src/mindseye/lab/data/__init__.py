"""One data set a file; `@dataset("name")` makes it known."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from torch import Tensor
from torch.utils.data import Dataset

from mindseye.errors import unknown
from mindseye.lab.recipe import Recipe

Item = tuple[Tensor, int]  # (channels, height, width), target


class TrainingSet(Protocol):
    """A set whose pictures are distorted anew in each epoch, the same way for the same seed."""

    epoch: int

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> Item: ...


@dataclass(frozen=True, slots=True)
class Splits:
    """What a run learns from and what it is chosen on; test data is for `mindseye bench` alone."""

    train: TrainingSet
    validation: Dataset[Item]
    words: str  # for the card: which data, which split
    notes: str = ""  # for the card: what else must be known to get the same data


DATASETS: dict[str, Callable[[Recipe, Path], Splits]] = {}


def dataset(name: str) -> Callable[[Callable[[Recipe, Path], Splits]], Callable[[Recipe, Path], Splits]]:
    """Register a function that loads the splits of a recipe from a folder."""

    def register(load: Callable[[Recipe, Path], Splits]) -> Callable[[Recipe, Path], Splits]:
        DATASETS[name] = load
        return load

    return register


def load_data(recipe: Recipe, folder: Path) -> Splits:
    """Return the recipe's splits; an unknown name lists the known ones."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    if recipe.data not in DATASETS:
        raise unknown("data set", recipe.data, sorted(DATASETS))
    return DATASETS[recipe.data](recipe, folder)
