"""One network a file; `@net("name")` makes it known. A net is a torch Sequential of named layers."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

from torch import nn

from mindseye.errors import unknown

NETS: dict[str, Callable[[], nn.Sequential]] = {}


def net(name: str) -> Callable[[Callable[[], nn.Sequential]], Callable[[], nn.Sequential]]:
    """Register a function that builds a network."""

    def register(build: Callable[[], nn.Sequential]) -> Callable[[], nn.Sequential]:
        NETS[name] = build
        return build

    return register


def build_net(name: str) -> nn.Sequential:
    """Return a new network with random weights; an unknown name lists the known ones."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    if name not in NETS:
        raise unknown("network", name, sorted(NETS))
    return NETS[name]()
