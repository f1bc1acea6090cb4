"""The pairs of towers that sketch search is measured with: a way from a drawing and a way from a photo to one space."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors.spaces import DEFAULT, SPACES, Space
from mindseye.errors import unknown
from mindseye.models.registry import Model, Models
from mindseye.tasks import embed, sketch
from mindseye.types import RGB

Vector = NDArray[np.float32]  # (dim,), of unit length


@dataclass(frozen=True, slots=True)
class Towers:
    """Photos go by `space`; `embed_drawing` returns a drawing's vector and whether it was taken for a photo."""

    name: str
    version: str
    trained: bool
    space: Space
    embed_drawing: Callable[[RGB], tuple[Vector, bool]]


def untrained(models: Models) -> Towers:
    """Return the photo network for both: what a search by picture makes of a drawing."""
    space = SPACES[DEFAULT]
    version = models.get(space.model).card.version
    return Towers(space.model, version, False, space, lambda rgb: (embed.embed_picture(models, space, rgb), False))


def trained(models: Models, model: Model) -> Towers:
    """Return a model's own towers: drawings as a search embeds them, photos by the projection that it carries."""
    name = model.card.name
    space = replace(SPACES[sketch.SPACE], projection=name)

    def embed_drawing(rgb: RGB) -> tuple[Vector, bool]:
        if sketch.is_photo(rgb):
            return embed.embed_picture(models, space, rgb), True
        return sketch.embed(models, sketch.find_drawing(rgb), name=name).vector, False

    return Towers(name, model.card.version, True, space, embed_drawing)


def chosen(models: Models, names: Sequence[str]) -> list[Towers]:
    """Return the towers of these models, all that take drawings if none are named, and the untrained ones last.

    The model that a search uses comes first. NotFoundError lists the known ones.
    """
    known = sorted(models.newest(sketch.TASK), key=lambda model: model.card.name != SPACES[sketch.SPACE].projection)
    wanted = [models.get(name) for name in dict.fromkeys(names)] if names else known
    if strange := next((model for model in wanted if model.card.task != sketch.TASK), None):
        raise unknown("sketch model", strange.card.name, [model.card.name for model in known])
    return [*(trained(models, model) for model in wanted), untrained(models)]
