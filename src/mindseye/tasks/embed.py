"""From a picture to vectors: one look of the backbone serves every space that is wanted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.descriptors import colour
from mindseye.descriptors.cam import cam
from mindseye.descriptors.crow import crow
from mindseye.descriptors.pooling import fc, gem, mac, spoc, unit
from mindseye.descriptors.rmac import rmac
from mindseye.descriptors.spaces import Space
from mindseye.models.registry import Models
from mindseye.models.session import Session
from mindseye.types import RGB, Box, FeatureMap

Vector = NDArray[np.float32]  # (dim,)

POOLS: dict[str, Callable[[FeatureMap], Vector]] = {
    "fc": fc,
    "spoc": spoc,
    "mac": mac,
    "gem": gem,
    "rmac": rmac,
    "crow": crow,
}
COLOURS: dict[str, Callable[[Vector], Vector]] = {
    "colour": colour.for_bhattacharyya,
    "colour-correlation": colour.for_correlation,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a picture holds for the spaces that were asked for: from one decode and one pass of the network."""

    map: FeatureMap | None = None  # (rows, cols, channels)
    logits: Vector | None = None  # (1000,), ImageNet's classes
    colours: Vector | None = None  # (256,), the colour histogram


def look(models: Models, rgb: RGB, spaces: Sequence[Space]) -> Seen:
    """Return all that the given spaces need of one picture. All spaces must be of the same backbone."""
    colours = colour.histogram(rgb) if any(s.descriptor in COLOURS for s in spaces) else None
    backbones = {s.model for s in spaces if s.model}
    if not backbones:
        return Seen(colours=colours)
    (name,) = backbones
    model = models.get(name)
    outputs = ["map", "logits"] if any(s.descriptor == "cam" for s in spaces) else ["map"]
    batch = images.prepare(rgb, model.card.input)[None]
    seen = models.session(model).run(batch, outputs)
    logits = seen["logits"][0] if "logits" in seen else None
    return Seen(seen["map"][0].transpose(1, 2, 0), logits, colours)


def embed(models: Models, space: Space, seen: Seen) -> Vector:
    """Return the picture's vector in a space, (dim,), of unit length."""
    if space.descriptor in COLOURS:
        assert seen.colours is not None, f"look() was not asked for {space.name}"
        return COLOURS[space.descriptor](seen.colours)
    assert seen.map is not None, f"look() was not asked for {space.name}"
    if space.descriptor == "cam":
        assert seen.logits is not None, f"look() was not asked for {space.name}"
        pooled = cam(seen.map, seen.logits, _classifier(models.session(models.get(space.model))))
    else:
        pooled = POOLS[space.descriptor](seen.map)
    return unit(pooled)


def embed_picture(models: Models, space: Space, rgb: RGB, box: Box | None = None) -> Vector:
    """Return the vector of a picture, or of the part of it inside `box`: (dim,), of unit length."""
    return embed(models, space, look(models, rgb if box is None else cropped(rgb, box), [space]))


def cropped(rgb: RGB, box: Box) -> RGB:
    """Return the part of a picture inside a box, at least one pixel of it."""
    height, width = rgb.shape[:2]
    left, top = (min(max(0, int(v)), end - 1) for v, end in ((box.x1, width), (box.y1, height)))
    right, bottom = max(left + 1, min(width, round(box.x2))), max(top + 1, min(height, round(box.y2)))
    return rgb[top:bottom, left:right]


def version(models: Models, space: Space) -> str:
    """Return a short text that changes whenever the vectors of this space would: model, input, projection."""
    parts = [space.descriptor, str(space.dim)]
    if space.model:
        card = models.get(space.model).card
        parts += [card.sha256, repr(card.input)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def explain(models: Models, space: Space, query: Vector, rgb: RGB) -> NDArray[np.float32]:
    """Return what each cell of this picture adds to its score against a query vector, (rows, cols)."""
    seen = look(models, rgb, [space])
    assert seen.map is not None
    pooled = POOLS[space.descriptor](seen.map)
    shares = seen.map @ query / max(1e-12, float(np.linalg.norm(pooled)))
    return np.asarray(shares, np.float32)


@lru_cache(maxsize=2)
def _classifier(session: Session) -> NDArray[np.float32]:
    """Return the weights of the network's last layer, (classes, channels)."""
    blank = np.zeros((1, 3, images.STEP, images.STEP), np.float32)
    return session.run(blank, ["classifier.weight"])["classifier.weight"]
