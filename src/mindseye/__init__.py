"""Mind's Eye: sees, finds, names and describes pictures on your own machine.

The public names are loaded when they are first used, so that importing the package does nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from mindseye import version

if TYPE_CHECKING:
    from mindseye.app import MindsEye
    from mindseye.errors import ImageError, MindsEyeError, ModelError, NotFoundError
    from mindseye.images import decode, prepare, read
    from mindseye.models.card import Card, read_card
    from mindseye.models.registry import Models
    from mindseye.settings import Settings, load_settings

__version__ = version.VERSION

_HOMES = {
    "MindsEye": "app",
    "Settings": "settings",
    "load_settings": "settings",
    "Models": "models.registry",
    "Card": "models.card",
    "read_card": "models.card",
    "read": "images",
    "decode": "images",
    "prepare": "images",
    "MindsEyeError": "errors",
    "ImageError": "errors",
    "ModelError": "errors",
    "NotFoundError": "errors",
}

__all__ = [
    "Card",
    "ImageError",
    "MindsEye",
    "MindsEyeError",
    "ModelError",
    "Models",
    "NotFoundError",
    "Settings",
    "__version__",
    "decode",
    "load_settings",
    "prepare",
    "read",
    "read_card",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'mindseye' has no attribute {name!r}")
    return getattr(importlib.import_module(f"mindseye.{_HOMES[name]}"), name)
