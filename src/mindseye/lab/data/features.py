"""What the frozen backbone sees in each picture and in its changed views: computed once, kept on disk as float16."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.descriptors.spaces import Space
from mindseye.lab.data.photo_groups import Source
from mindseye.lab.data.views import view
from mindseye.lab.recipe import MetricRecipe, SketchRecipe
from mindseye.models.registry import Model, Models
from mindseye.tasks.embed import embed_picture
from mindseye.types import ImageLimits

PIECE = 200  # pictures to a file: what a run that is killed loses at most
Halves = NDArray[np.float16]
Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Views:
    """The descriptors of a source: `values` (pictures, views, channels) of unit length, view 0 the picture itself."""

    source: Source
    values: Halves


def views_of(recipe: MetricRecipe, models: Models, source: Source, cache: Path, workers: int, report: Report) -> Views:
    """Return the descriptors of a source's pictures and views, from the cache where they have been computed before.

    A group of one picture needs views. A class has other pictures, and learns better from those alone: measured.
    """
    count = 0 if source.by_class else recipe.views
    space = frozen_space(recipe)
    place = cache / f"{source.key}-{_key(recipe, models.get(recipe.backbone), source, count)}"
    place.mkdir(parents=True, exist_ok=True)

    def one(number: int) -> Halves:
        cv2.setNumThreads(0)
        rgb = images.read(source.paths[number], ImageLimits())
        changed = (view(rgb, recipe.change, np.random.default_rng((recipe.seed, number, v))) for v in range(count))
        return np.stack([embed_picture(models, space, seen) for seen in (rgb, *changed)]).astype(np.float16)

    pieces = []
    with ThreadPoolExecutor(max(1, workers)) as pool:
        for start in range(0, len(source.paths), PIECE):
            file = place / f"{start:07}.npy"
            if not file.exists():
                numbers = range(start, min(start + PIECE, len(source.paths)))
                np.save(place / "new.npy", np.stack(list(pool.map(one, numbers))))
                (place / "new.npy").replace(file)
                report(source.key, numbers.stop, len(source.paths))
            pieces.append(np.load(file))
    return Views(source, np.concatenate(pieces))


def frozen_space(recipe: MetricRecipe | SketchRecipe) -> Space:
    """Return the space of the descriptors that a head starts from: as served, without a projection."""
    return Space(recipe.name, recipe.title, recipe.descriptor, recipe.backbone, "", 0, "", -1.0, 1.0)


def _key(recipe: MetricRecipe, model: Model, source: Source, count: int) -> str:
    """Return a short text that changes with anything that the descriptors depend on, but for the files' contents."""
    names = "|".join(path.name for path in source.paths)
    card = model.card
    parts = (card.sha256, card.input, recipe.descriptor, recipe.change, recipe.seed if count else 0, count, names)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
