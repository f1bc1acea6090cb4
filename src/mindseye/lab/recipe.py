"""A recipe is data: everything that decides what a training run produces. The loop in `train.py` is shared."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass

from mindseye.errors import unknown
from mindseye.types import InputSpec


@dataclass(frozen=True, slots=True)
class Distortion:
    """How far a training picture may be bent, so that a network survives hands and pens it has never met."""

    rotate: float = 15.0  # degrees, standard deviation 0.5 of it, cut at it
    scale: float = 0.2  # aspect: width and height differ by up to this fraction
    shear: float = 0.3  # tangent of the slant
    elastic: float = 1.5  # px of displacement at 28 px, standard deviation
    shift: int = 1  # px in each direction, after centring
    stroke: float = 0.6  # share of pictures whose pen is made thinner or thicker


@dataclass(frozen=True, slots=True)
class Recipe:
    """One trainable model. `data`, `net` and `loss` name entries of the registries beside this file."""

    name: str
    title: str
    description: str
    task: str
    net: str
    data: str
    loss: str
    input: InputSpec
    labels: tuple[str, ...]
    epochs: int
    batch_size: int = 128
    learning_rate: float = 2e-3  # peak of the one-cycle schedule (Smith 2018)
    weight_decay: float = 1e-2
    average: float = 0.999  # decay of the exponential average of the weights, which is what gets exported
    distortion: Distortion = Distortion()
    outliers: float = 0.1  # share of each epoch that is no member of any class
    false_rejects: float = 0.005  # share of validation pictures that the rejection threshold may refuse
    seed: int = 1


def recipes() -> dict[str, Recipe]:
    """Return all recipes by name: one `RECIPE` in each module of `mindseye.lab.recipes`."""
    package = importlib.import_module("mindseye.lab.recipes")
    modules = [importlib.import_module(f"{package.__name__}.{m.name}") for m in pkgutil.iter_modules(package.__path__)]
    return {module.RECIPE.name: module.RECIPE for module in modules}


def load_recipe(name: str) -> Recipe:
    """Return the recipe of this name; an unknown name lists the known ones."""
    known = recipes()
    if name not in known:
        raise unknown("recipe", name, sorted(known))
    return known[name]
