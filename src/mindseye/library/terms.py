"""The pictures of a query: photos, and drawings of what to find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mindseye.types import RGB, Box

Kind = Literal["photo", "sketch"]


@dataclass(frozen=True, slots=True)
class Term:
    """One picture of a query: a number of the library, a kept upload, bytes, or a decoded picture."""

    picture: int | None = None
    upload: str | None = None
    data: bytes | None = None
    rgb: RGB | None = None
    name: str = "The picture"
    weight: float = 1.0  # negative: not like this one
    box: Box | None = None  # only this region, in px of the upright picture
    kind: Kind = "photo"


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know of how a term, counted from 0, was taken.

    `photo-not-sketch`: it came as a sketch but is a photo, and was searched as one.
    """

    code: Literal["photo-not-sketch"]
    term: int
