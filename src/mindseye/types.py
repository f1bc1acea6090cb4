"""The words that all parts share: arrays and small frozen results that check themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RGB = NDArray[np.uint8]  # (height, width, 3), upright, sRGB
Ink = NDArray[np.float32]  # (height, width), 0 = background, 1 = full ink
Tensor = NDArray[np.float32]  # (channels, height, width), what a network receives
FeatureMap = NDArray[np.float32]  # (height, width, channels), what a backbone saw in each cell of a picture; ≥ 0
Vectors = NDArray[np.float32]  # (n, dim), rows of unit length, C-contiguous
Ids = NDArray[np.int64]  # (n,), the catalogue's numbers


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; (x1, y1) is inside, (x2, y2) is just outside."""

    x1: float
    y1: float
    x2: float
    y2: float

    def __post_init__(self) -> None:
        if self.x2 <= self.x1 or self.y2 <= self.y1:
            raise ValueError(f"empty box: {self}")

    @property
    def width(self) -> float:
        return self.x2 - self.x1

    @property
    def height(self) -> float:
        return self.y2 - self.y1


@dataclass(frozen=True, slots=True)
class Hit:
    """A picture that was found: its number in the catalogue and its score; larger is nearer, 1 is the same."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """What a picture may weigh before it is decoded."""

    max_bytes: int = 50_000_000
    max_megapixels: float = 100.0


@dataclass(frozen=True, slots=True)
class InputSpec:
    """How a picture becomes a network's input: the part of the card that `images.prepare` reads.

    `fit` is one of
    `glyph`   the ink of one mark, cropped, fitted into a square of `box` px keeping its aspect, and placed with its
              centre of mass in the middle, as MNIST was made (LeCun et al. 1998, section III.A);
    `drawing` the square around a drawing, redrawn in black with a usual pen on white (drawings.py);
    `stretch` the whole picture, squeezed to width × height;
    `crop`    the largest centred rectangle of the right aspect;
    `area`    the whole picture with its aspect kept to within one step: width × height is the area to come close to,
              and each side a multiple of 32, the stride of the photo backbone.
    Afterwards value = (pixel / 255 − mean) / std, per channel.
    """

    width: int
    height: int
    channels: int = 3
    fit: str = "crop"
    box: int = 0
    mean: tuple[float, ...] = (0.0,)
    std: tuple[float, ...] = (1.0,)

    def __post_init__(self) -> None:
        if self.fit not in ("glyph", "drawing", "stretch", "crop", "area"):
            raise ValueError(f"fit must be glyph, drawing, stretch, crop or area, not {self.fit!r}")
        if self.fit == "drawing" and self.width != self.height:
            raise ValueError(f"fit=drawing needs a square, not {self.width} × {self.height}")
        if self.channels not in (1, 3):
            raise ValueError(f"channels must be 1 or 3, not {self.channels}")
        if self.fit == "glyph" and not 0 < self.box <= min(self.width, self.height):
            raise ValueError(f"box must be 1 to {min(self.width, self.height)} for fit=glyph, not {self.box}")
        if not {len(self.mean), len(self.std)} <= {1, self.channels}:
            raise ValueError(f"mean and std must have 1 or {self.channels} values")
        if min(self.width, self.height) < 1 or min(self.std) <= 0:
            raise ValueError("width, height and std must be positive")
