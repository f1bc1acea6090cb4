"""Reads the networks that dlib has written: just enough of its serialisation for its face recognition network.

dlib writes whole numbers as a byte (how many bytes follow, and the sign in the highest bit) and those bytes, the least
first; fractions as mantissa and exponent of two; text as its length and bytes; tensors as a version, four sizes and
little-endian float32. A network is written from the loss inwards: the header of each layer nests around the one that
feeds it, so that the file begins with all headers and then tells the layers in the order in which they are applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.errors import ModelError

MOST_BYTES = 8  # of a whole number
INPUT_VERSION = 3  # of the header of the layer that stands next to the input, the last of the headers


@dataclass(frozen=True, slots=True)
class Convolution:
    """A convolution with the affine layer behind it folded in: weights (out, in, height, width), bias (out,)."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    stride: int
    padding: int


@dataclass(frozen=True, slots=True)
class FaceNetwork:
    """What the file holds: the mean of its input's channels, 0 to 255, its convolutions, and the last, linear layer."""

    mean: tuple[float, float, float]
    side: int  # px of the square input
    convolutions: tuple[Convolution, ...]
    linear: NDArray[np.float32]  # (inputs, outputs), without a bias


def read_face_network(data: bytes) -> FaceNetwork:
    """Return the network in dlib's `dlib_face_recognition_resnet_model_v1.dat`. Raises ModelError for another file."""
    reader = _Reader(data)
    try:
        reader.whole()
        reader.expect("loss_metric_2")
        reader.fractions(2)  # margin and distance threshold of the loss that it was trained with
        while reader.whole() != INPUT_VERSION:
            pass  # headers of layers: nothing but versions
        reader.expect("input_rgb_image_sized")
        red, green, blue = reader.fractions(3)
        side, _ = reader.wholes(2)
        layers = list(_layers(reader))
    except (IndexError, ValueError, OverflowError) as error:
        raise ModelError(f"The file is not dlib's face recognition network: {error}.") from error
    convolutions = tuple(layer for layer in layers if isinstance(layer, Convolution))
    return FaceNetwork((red, green, blue), side, convolutions, *(x for x in layers if isinstance(x, np.ndarray)))


def _layers(reader: _Reader) -> Iterator[Convolution | NDArray[np.float32]]:
    """Give all that has weights, in order. How layers are connected is known, and not read."""
    waiting: Convolution | None = None
    first = True
    while not reader.at_end:
        kind = reader.text()
        if kind == "con_4":
            waiting = _convolution(reader)
        elif kind == "affine_" and waiting is not None:
            yield _folded(waiting, _affine(reader, len(waiting.bias)))
        elif kind == "fc_2":
            yield _linear(reader)
        elif kind in ("max_pool_2", "avg_pool_2"):
            reader.wholes(6)
        elif kind not in ("relu_", "add_prev_"):
            raise ValueError(f"it holds a layer {kind!r}")
        reader.raw(3)  # flags of training
        for _ in range(3):
            reader.tensor()  # gradients and the last output, all empty
        if first:
            reader.whole()  # how many samples there are for an input
            first = False


def _convolution(reader: _Reader) -> Convolution:
    values = reader.tensor().ravel()
    out, _, _, stride, _, padding, _ = reader.wholes(7)
    shape = reader.sizes()
    reader.sizes()  # of the bias, which follows the weights
    reader.fractions(4)
    return Convolution(values[:-out].reshape(shape), values[-out:], stride, padding)


def _affine(reader: _Reader, channels: int) -> NDArray[np.float32]:
    """Return factors and offsets of each channel, (2, channels)."""
    values = reader.tensor().reshape(2, channels)
    reader.sizes(), reader.sizes()
    reader.whole()
    return values


def _folded(plain: Convolution, affine: NDArray[np.float32]) -> Convolution:
    factor, offset = affine
    weight = plain.weight * factor[:, None, None, None]
    return Convolution(weight, plain.bias * factor + offset, plain.stride, plain.padding)


def _linear(reader: _Reader) -> NDArray[np.float32]:
    reader.wholes(2)
    values = reader.tensor()
    reader.sizes(), reader.sizes()
    reader.whole()
    reader.fractions(4)
    return values[:, :, 0, 0]


class _Reader:
    """A place in the file, moved on by whatever is read."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    @property
    def at_end(self) -> bool:
        return self._place == len(self._data)

    def raw(self, count: int) -> bytes:
        """Return that many bytes. Raises ValueError at the file's end."""
        taken = self._data[self._place : self._place + count]
        if len(taken) < count:
            raise ValueError(f"it ends {count - len(taken)} bytes too early")
        self._place += count
        return taken

    def whole(self) -> int:
        head = self.raw(1)[0]
        count, is_negative = head & 0x7F, bool(head & 0x80)
        if count > MOST_BYTES:
            raise ValueError(f"byte {self._place} is no number's beginning")
        value = int.from_bytes(self.raw(count), "little")
        return -value if is_negative else value

    def wholes(self, count: int) -> list[int]:
        return [self.whole() for _ in range(count)]

    def fractions(self, count: int) -> list[float]:
        return [self.whole() * 2.0 ** self.whole() for _ in range(count)]

    def text(self) -> str:
        return self.raw(self.whole()).decode("ascii")

    def expect(self, text: str) -> None:
        if (found := self.text()) != text:
            raise ValueError(f"it says {found!r} where {text!r} should stand")

    def sizes(self) -> tuple[int, ...]:
        """Return the four sizes of a part of a tensor."""
        self.whole()
        return tuple(self.wholes(4))

    def tensor(self) -> NDArray[np.float32]:
        sizes = self.sizes()
        return np.frombuffer(self.raw(4 * int(np.prod(sizes))), "<f4").reshape(sizes)
