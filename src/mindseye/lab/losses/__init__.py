"""One loss a file; `@loss("name")` makes it known.

A loss takes (logits, targets), or (vectors, groups, margin) where it teaches a descriptor, and returns a scalar.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

from torch import Tensor

from mindseye.errors import unknown

Loss = Callable[..., Tensor]
LOSSES: dict[str, Loss] = {}


def loss(name: str) -> Callable[[Loss], Loss]:
    """Register a loss."""

    def register(function: Loss) -> Loss:
        LOSSES[name] = function
        return function

    return register


def load_loss(name: str) -> Loss:
    """Return the loss of this name; an unknown name lists the known ones."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    if name not in LOSSES:
        raise unknown("loss", name, sorted(LOSSES))
    return LOSSES[name]
