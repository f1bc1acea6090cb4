"""One network a file; `@net("name")` makes it known. A net is a torch Sequential of named layers."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

from torch import nn

from mindseye.errors import unknown

Build = Callable[..., nn.Sequential]
NETS: dict[str, Build] = {}


def net(name: str) -> Callable[[Build], Build]:
    """Register a function that builds a network; its one argument, if any, is the number of outputs."""

    def register(build: Build) -> Build:
        NETS[name] = build
        return build

    return register


def build_net(name: str, outputs: int | None = None) -> nn.Sequential:
    """Return a new network with random weights, with its usual outputs or so many; an unknown name lists the known."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    if name not in NETS:
        raise unknown("network", name, sorted(NETS))
    return NETS[name]() if outputs is None else NETS[name](outputs)
