"""From a picture to vectors: one look of the backbone serves every space that is wanted."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mindseye import images
from mindseye.descriptors import colour, projections, shares
from mindseye.descriptors.kinds import POOLS, Kind, kind
from mindseye.descriptors.layout import layout
from mindseye.descriptors.pooling import unit
from mindseye.descriptors.projections import Projection
from mindseye.descriptors.seen import Seen
from mindseye.descriptors.spaces import POINTS, Space
from mindseye.errors import RequestError
from mindseye.models.registry import Models
from mindseye.models.session import Session
from mindseye.types import RGB, Box

__all__ = ["POOLS", "Seen", "embed", "embed_picture", "explain", "look", "version"]

Vector = NDArray[np.float32]  # (dim,)
TOWER = frozenset(
    {"photo.weight", "photo.bias"}
)  # outputs of a model that projects photos into the space of drawings or words


def look(models: Models, rgb: RGB, spaces: Sequence[Space], named: bool = False) -> Seen:
    """Return all that the given spaces need of one picture: at most one pass of the network, whatever their number.

    `named` asks for the logits too, which cost next to nothing then. Raises RequestError if they are of several
    backbones, which one pass cannot serve.
    """
    needs = frozenset({"logits"} if named else ()).union(*(kind(s.descriptor).needs for s in spaces))
    seen = Seen(
        colours=colour.histogram(rgb) if "colours" in needs else None,
        layout=layout(rgb) if "layout" in needs else None,
    )
    backbones = sorted({s.model for s in spaces if s.model})
    if len(backbones) > 1:
        raise RequestError(f"Spaces of different backbones ({', '.join(backbones)}) need a look each.")
    return _through(models, backbones[0], rgb, needs, seen) if backbones else seen


def embed(models: Models, space: Space, seen: Seen) -> Vector:
    """Return the picture's vector in a space, (dim,), of unit length."""
    learned = _learned(models, space)
    pooled = unit(kind(space.descriptor).pool(seen, learned))
    return pooled if learned is None else learned.apply(pooled)


def embed_picture(models: Models, space: Space, rgb: RGB, box: Box | None = None) -> Vector:
    """Return the vector of a picture, or of the part of it inside `box`: (dim,), of unit length.

    A part is seen twice, alone and among its surroundings, and the two vectors are added. Alone, an object is found
    wherever it stands; the surroundings tell what a part of a scene is. Neither suits both (docs/descriptors.md).
    """
    if box is None:
        return embed(models, space, look(models, rgb, [space]))
    alone = embed(models, space, look(models, cropped(rgb, box), [space]))
    if not space.model:
        return alone
    seen = _through(models, space.model, rgb, frozenset({"map", "logits", "classifier"}), Seen())
    among = embed(models, space, _within(seen, box, rgb.shape[1], rgb.shape[0]))
    return unit(alone + among)


def _within(seen: Seen, box: Box, width: int, height: int) -> Seen:
    """Return what was seen in the cells that a box of a width × height picture touches.

    The last layer is linear in the mean of the cells, so the logits move as the mean does.
    """
    assert seen.map is not None
    assert seen.logits is not None
    assert seen.classifier is not None
    rows, cols, _ = seen.map.shape
    top, bottom = _cells(box.y1 / height * rows, box.y2 / height * rows, rows)
    left, right = _cells(box.x1 / width * cols, box.x2 / width * cols, cols)
    part = seen.map[top:bottom, left:right]
    moved = part.mean(axis=(0, 1)) - seen.map.mean(axis=(0, 1))
    return replace(seen, map=part, logits=seen.logits + seen.classifier @ moved)


def _cells(start: float, end: float, count: int) -> tuple[int, int]:
    """Return the first cell that a stretch touches and the one behind the last; at least one of `count`."""
    first = min(max(0, math.floor(start)), count - 1)
    return first, max(first + 1, min(count, math.ceil(end)))


def embed_in_all(models: Models, spaces: Sequence[Space], rgb: RGB) -> list[tuple[Space, Vector]]:
    """Return a picture's vector in each space: one pass of each backbone, what needs none along with the first."""
    return embed_and_name(models, spaces, rgb, ())[0]


def embed_and_name(
    models: Models, spaces: Sequence[Space], rgb: RGB, names: Collection[str]
) -> tuple[list[tuple[Space, Vector]], dict[str, Vector]]:
    """Return a picture's vector in each space, and the logits of those backbones in `names` that look at it anyway."""
    backbones = sorted({space.model for space in spaces if space.model}) or [""] * bool(spaces)
    found, logits = [], {}
    for backbone in backbones:
        served = [s for s in spaces if s.model == backbone or (not s.model and backbone == backbones[0])]
        seen = look(models, rgb, served, backbone in names)
        found += [(space, embed(models, space, seen)) for space in served]
        if backbone in names and seen.logits is not None:
            logits[backbone] = seen.logits
    return found, logits


def cropped(rgb: RGB, box: Box) -> RGB:
    """Return the part of a picture inside a box, at least one pixel of it."""
    height, width = rgb.shape[:2]
    left, top = (min(max(0, int(start)), end - 1) for start, end in ((box.x1, width), (box.y1, height)))
    right, bottom = max(left + 1, min(width, round(box.x2))), max(top + 1, min(height, round(box.y2)))
    return rgb[top:bottom, left:right]


def version(models: Models, space: Space) -> str:
    """Return a short text that changes whenever the vectors of this space would: model, input or projection."""
    if space == POINTS:
        from mindseye.verification.learned import learned as words

        return words().version
    parts = [space.descriptor, str(space.dim)]
    if space.model:
        card = models.get(space.model).card
        parts += [card.sha256, repr(card.input)]
    if space.projection:
        shipped = projections.names().get(space.projection)
        parts.append(shipped["sha256"] if shipped else models.get(space.projection).card.sha256)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def models_of(space: Space) -> tuple[str, ...]:
    """Return the names of the models that make a space's vectors: the backbone, and one that projects."""
    learned = [space.projection] if space.projection and space.projection not in projections.names() else []
    return (*([space.model] if space.model else []), *learned)


def explain(models: Models, space: Space, query: Vector, rgb: RGB) -> NDArray[np.float32]:
    """Return what each cell of this picture adds to its score against a query vector: (rows, cols), summing to it.

    See descriptors/shares.py for how channels that are no sums are split. Raises RequestError for a space that has no
    cells: colours are counted wherever they are.
    """
    chosen, learned = kind(space.descriptor), _learned(models, space)
    if chosen.shares is None:
        raise RequestError(f"The space {space.name} cannot say which region made the score; choose another.")
    seen = _through(models, space.model, rgb, frozenset({"map", "logits", "classifier"}), Seen())
    parts = chosen.shares(seen, learned)
    axes = learned.axes if learned else np.eye(space.dim, dtype=np.float32)
    offset = learned.offset if learned else np.zeros(space.dim, np.float32)
    return shares.to_score(parts, query, axes, offset)


def is_linear(space: Space) -> bool:
    """Say whether what `explain` returns is the only way to split the score, or one by a stated rule."""
    chosen: Kind = kind(space.descriptor)
    return chosen.linear


def _through(models: Models, name: str, rgb: RGB, needs: frozenset[str], seen: Seen) -> Seen:
    """Return `seen` with what the backbone gives: one pass."""
    model = models.get(name)
    session = models.session(model)
    outputs = [output for output in ("map", "logits") if output in needs]
    answers = session.run(images.prepare(rgb, model.card.input)[None], outputs)
    return replace(
        seen,
        map=answers["map"][0].transpose(1, 2, 0),
        logits=answers["logits"][0] if "logits" in needs else None,
        classifier=_classifier(session) if "classifier" in needs else None,
    )


def _learned(models: Models, space: Space) -> Projection | None:
    """Return the space's projection: one that ships as plain arrays, or one that lives in a model.

    That is a model whose task is `projection`, or one with two towers, which holds the photo tower's last layer.
    """
    if not space.projection:
        return None
    if space.projection in projections.names():
        return projections.load(space.projection)
    model = models.get(space.projection)
    if set(models.session(model).outputs) >= TOWER:
        return _tower(models.session(model, tuple(sorted(TOWER))), model.card.sha256)
    return _linear(models.session(model), model.card.name, model.card.sha256, model.card.input.width)


@lru_cache(maxsize=4)
def _tower(session: Session, sha256: str) -> Projection:
    """Return the photo tower's last layer, which a model of two towers carries as plain outputs of no input."""
    answers = session.run({}, sorted(TOWER))
    none = np.zeros((0, 0), np.float32)
    return Projection("photo", sha256, answers["photo.weight"], answers["photo.bias"], np.zeros(0, np.int64), none)


@lru_cache(maxsize=16)
def _linear(session: Session, name: str, sha256: str, channels: int) -> Projection:
    """Return axes and offset of a model that is unit(axes · unit(x) + offset): its answers to the axes tell them."""
    answers = session.run(np.eye(channels, dtype=np.float32), ["projection"])["projection"]  # (channels, dim)
    offset = session.run(np.zeros((1, channels), np.float32), ["projection"])["projection"][0]
    none = np.zeros((0, 0), np.float32)
    return Projection(name, sha256, np.ascontiguousarray((answers - offset).T), offset, np.zeros(0, np.int64), none)


@lru_cache(maxsize=2)
def _classifier(session: Session) -> NDArray[np.float32]:
    """Return the weights of the network's last layer, (classes, channels)."""
    blank = np.zeros((1, 3, images.STEP, images.STEP), np.float32)
    return session.run(blank, ["classifier.weight"])["classifier.weight"]
