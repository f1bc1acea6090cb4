"""Every kind of descriptor: what it needs to see, its vector, and what each cell of the map adds to that vector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors import colour, pooling, shares
from mindseye.descriptors.cam import cam
from mindseye.descriptors.classes import spoc_and_classes
from mindseye.descriptors.crow import crow
from mindseye.descriptors.projections import Projection
from mindseye.descriptors.pwa import joined
from mindseye.descriptors.rmac import rmac
from mindseye.descriptors.seen import Seen
from mindseye.types import FeatureMap

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Kind:
    """`pool` gives (channels,); `shares` gives (rows, cols, channels) that add up to it, cell by cell."""

    needs: frozenset[str]  # of "map", "logits", "colours", "layout", "classifier"
    pool: Callable[[Seen, Projection | None], Vector]
    shares: Callable[[Seen, Projection | None], NDArray[np.float32]] | None = None
    linear: bool = False  # whether the vector is a weighted sum of cells, so that shares are no convention


def kind(name: str) -> Kind:
    """Return a kind of descriptor. KeyError for an unknown name: names come from the table of spaces."""
    return KINDS[name]


def _map(seen: Seen) -> FeatureMap:
    if seen.map is None:
        raise ValueError("this picture was looked at without a map: name all wanted spaces in look()")
    return seen.map


def _logits(seen: Seen) -> Vector:
    if seen.logits is None:
        raise ValueError("this picture was looked at without classes: name all wanted spaces in look()")
    return seen.logits


def _classifier(seen: Seen) -> NDArray[np.float32]:
    if seen.classifier is None:
        raise ValueError("this picture was looked at without the classifier: name all wanted spaces in look()")
    return seen.classifier


def _colours(seen: Seen) -> Vector:
    if seen.colours is None:
        raise ValueError("this picture was looked at without colours: name all wanted spaces in look()")
    return seen.colours


def _layout(seen: Seen) -> Vector:
    if seen.layout is None:
        raise ValueError("this picture was looked at without its layout: name all wanted spaces in look()")
    return seen.layout


def _part_axes(learned: Projection | None) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    if learned is None or not len(learned.parts):
        raise ValueError("PWA needs the channels that were learned to be its detectors")
    return learned.parts, learned.part_axes


def _of_map(
    pool: Callable[[FeatureMap], Vector], share: Callable[[FeatureMap], NDArray[np.float32]], linear: bool = False
) -> Kind:
    return Kind(frozenset({"map"}), lambda seen, _: pool(_map(seen)), lambda seen, _: share(_map(seen)), linear)


POOLS: dict[str, Callable[[FeatureMap], Vector]] = {  # those that need nothing but the map
    "fc": pooling.fc,
    "spoc": pooling.spoc,
    "mac": pooling.mac,
    "gem": pooling.gem,
    "rmac": rmac,
    "crow": crow,
}
KINDS: dict[str, Kind] = {
    "fc": _of_map(POOLS["fc"], shares.fc, linear=True),
    "spoc": _of_map(POOLS["spoc"], shares.spoc, linear=True),
    "mac": _of_map(POOLS["mac"], shares.mac),
    "gem": _of_map(POOLS["gem"], shares.gem),
    "rmac": _of_map(POOLS["rmac"], shares.rmac),
    "crow": _of_map(POOLS["crow"], shares.crow, linear=True),
    "cam": Kind(
        frozenset({"map", "logits", "classifier"}),
        lambda seen, _: cam(_map(seen), _logits(seen), _classifier(seen)),
        lambda seen, _: shares.cam(_map(seen), _logits(seen), _classifier(seen)),
        linear=True,
    ),
    "pwa": Kind(
        frozenset({"map"}),
        lambda seen, learned: joined(_map(seen), *_part_axes(learned)),
        lambda seen, learned: shares.pwa(_map(seen), *_part_axes(learned)),
        linear=True,
    ),
    "spoc-classes": Kind(
        frozenset({"map", "logits"}),
        lambda seen, _: spoc_and_classes(_map(seen), _logits(seen)),
        lambda seen, _: shares.spoc_and_classes(_map(seen), _logits(seen), _classifier(seen)),
    ),
    "layout": Kind(frozenset({"layout"}), lambda seen, _: _layout(seen)),
    "colour": Kind(frozenset({"colours"}), lambda seen, _: colour.for_bhattacharyya(_colours(seen))),
    "colour-correlation": Kind(frozenset({"colours"}), lambda seen, _: colour.for_correlation(_colours(seen))),
}
