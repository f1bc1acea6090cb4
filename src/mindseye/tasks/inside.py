"""Look inside a network: what every layer holds for a picture, where it found reasons, how a number comes about.

Works for any model whose card lists its layers in order. The gradients are computed here, by the chain rule over the
card's layers, because a served model brings no framework that could.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye.errors import RequestError, unknown
from mindseye.models.card import Layer
from mindseye.models.registry import Model, Models
from mindseye.types import Tensor

Array = NDArray[np.float32]
MOST_TERMS = 16


@dataclass(frozen=True, slots=True)
class Inside:
    """A network opened on one picture. `values` has every layer's output by name, and "input"."""

    layers: tuple[Layer, ...]
    values: dict[str, Array]  # (channels, height, width) or (units,)
    weights: dict[str, Array]  # NAME.weight: (out, in, k, k) or (out, in); NAME.bias: (out,)

    def before(self, name: str) -> tuple[str, Array]:
        """Return the name and the values of what goes into a layer."""
        names = ["input", *(layer.name for layer in self.layers)]
        previous = names[names.index(name) - 1]
        return previous, self.values[previous]

    @property
    def answer(self) -> Array:
        return self.values[self.layers[-1].name]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A map of reasons at the size of the network's input; negative values speak against the label."""

    method: str
    layer: str
    values: Array  # (height, width)


@dataclass(frozen=True, slots=True)
class Term:
    """Some of what adds up to one number: inputs, their weights (None if there are none), and what they contribute."""

    source: str
    inputs: Array  # (rows, columns)
    weights: Array | None
    subtotal: float
    y: int | None = None
    x: int | None = None


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How one output of one layer is computed: the sum of the terms, the rest that is not listed, and the bias."""

    layer: Layer
    position: tuple[int, int, int]  # channel, y, x
    terms: tuple[Term, ...]
    terms_total: int
    rest: float
    bias: float | None
    output: float


def open_up(models: Models, model: Model, tensor: Tensor) -> Inside:
    """Run one picture through a network and keep everything: (channels, height, width) in, all layers out."""
    session, layers = models.session(model), model.card.layers
    if not layers:
        raise RequestError(f"The card of {model.card.name} lists no layers, so it cannot be looked into.")
    weighted = [f"{layer.name}.{part}" for layer in layers if layer.parameters for part in ("weight", "bias")]
    names = [layer.name for layer in layers]
    answers = session.run(tensor[None], [*names, *weighted])
    values = {"input": tensor, **{name: answers[name][0] for name in names}}
    return Inside(layers, values, {name: answers[name] for name in weighted})


def gradient(inside: Inside, label: int, at: str = "input") -> Array:
    """Return how the logit of `label` changes with each value of the layer `at`: the chain rule, backwards."""
    slope = np.zeros_like(inside.answer)
    slope[label] = 1.0
    for layer in reversed(inside.layers):
        if layer.name == at:
            break
        slope = _back(inside, layer, slope)
    return slope


def evidence(inside: Inside, label: int) -> list[Evidence]:
    """Return gradient × input, and Grad-CAM at the last convolution if there is one."""
    picture = inside.values["input"]
    maps = [Evidence("gradient × input", "input", (gradient(inside, label) * picture).sum(axis=0))]
    convolved = [layer.name for layer in inside.layers if len(layer.shape) == 3 and layer.kind == "relu"]
    if convolved:
        maps.append(Evidence("Grad-CAM", convolved[-1], grad_cam(inside, label, convolved[-1])))
    return maps


def grad_cam(inside: Inside, label: int, at: str) -> Array:
    """Return Grad-CAM (Selvaraju et al. 2017, equations 1, 2): maps weighted by mean gradient, positive part."""
    maps, slope = inside.values[at], gradient(inside, label, at)  # (channels, h, w) each
    cam = np.maximum(0.0, np.tensordot(slope.mean(axis=(1, 2)), maps, axes=1)).astype(np.float32)
    height, width = inside.values["input"].shape[1:]
    return np.asarray(cv2.resize(cam, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def arithmetic(inside: Inside, name: str, channel: int, y: int, x: int) -> Arithmetic:
    """Return how the value of layer `name` at (channel, y, x) is computed from the layer before it."""
    layer = next((layer for layer in inside.layers if layer.name == name), None)
    if layer is None:
        raise unknown("layer", name, [known.name for known in inside.layers])
    shape = (*layer.shape, 1, 1)[:3]
    if not (0 <= channel < shape[0] and 0 <= y < shape[1] and 0 <= x < shape[2]):
        raise RequestError(f"{name} is {' × '.join(map(str, layer.shape))}: it has no value at {channel}, {y}, {x}.")
    explain = {
        "conv": _conv_terms,
        "linear": _linear_terms,
        "maxpool": _pool_terms,
        "relu": _copy_terms,
        "flatten": _flatten_terms,
    }
    if layer.kind not in explain:
        raise RequestError(f"{name} is a {layer.kind}, which is not a sum: choose one of the other layers.")
    terms = explain[layer.kind](inside, layer, channel, y, x)
    terms.sort(key=lambda term: -abs(term.subtotal))
    bias = inside.weights.get(f"{name}.bias")
    output = inside.values[name].reshape(shape)[channel, y, x]
    return Arithmetic(
        layer=layer,
        position=(channel, y, x),
        terms=tuple(terms[:MOST_TERMS]),
        terms_total=len(terms),
        rest=float(sum(term.subtotal for term in terms[MOST_TERMS:])),
        bias=None if bias is None else float(bias[channel]),
        output=float(output),
    )


def _back(inside: Inside, layer: Layer, slope: Array) -> Array:
    """Return the gradient before a layer from the gradient after it."""
    _, source = inside.before(layer.name)
    if layer.kind == "linear":
        return slope @ inside.weights[f"{layer.name}.weight"]
    if layer.kind == "relu":
        return slope * (source > 0)
    if layer.kind == "flatten":
        return slope.reshape(source.shape)
    if layer.kind == "softmax":
        after = inside.values[layer.name]
        return np.asarray(after * (slope - (slope * after).sum()), np.float32)
    if layer.kind == "maxpool":
        return _back_through_pool(layer, source, slope)
    return _back_through_conv(inside.weights[f"{layer.name}.weight"], layer, source, slope)


def _back_through_conv(weight: Array, layer: Layer, source: Array, slope: Array) -> Array:
    """Each input collects from every window that it was part of: one shifted sum per kernel position."""
    kernel, stride, padding = layer.kernel or 1, layer.stride or 1, layer.padding or 0
    channels, height, width = source.shape
    padded = np.zeros((channels, height + 2 * padding, width + 2 * padding), np.float32)
    rows, columns = slope.shape[1:]
    for dy in range(kernel):
        for dx in range(kernel):
            share = np.tensordot(weight[:, :, dy, dx], slope, axes=(0, 0))  # (in, rows, columns)
            padded[:, dy : dy + stride * rows : stride, dx : dx + stride * columns : stride] += share
    return padded[:, padding : padding + height, padding : padding + width]


def _back_through_pool(layer: Layer, source: Array, slope: Array) -> Array:
    """Only the winner of each window passes its gradient on: the first one, where several are equal."""
    size, step = layer.kernel or 1, layer.stride or layer.kernel or 1
    _, rows, columns = slope.shape
    places = [
        (slice(None), slice(dy, dy + step * (rows - 1) + 1, step), slice(dx, dx + step * (columns - 1) + 1, step))
        for dy in range(size)
        for dx in range(size)
    ]
    winners = np.stack([source[place] for place in places]).argmax(axis=0)  # (channels, rows, columns)
    back = np.zeros_like(source)
    for number, place in enumerate(places):
        back[place] += np.where(winners == number, slope, np.float32(0))
    return back


def _conv_terms(inside: Inside, layer: Layer, channel: int, y: int, x: int) -> list[Term]:
    source, values = inside.before(layer.name)
    size, padding = layer.kernel or 1, layer.padding or 0
    top, left = y * (layer.stride or 1) - padding, x * (layer.stride or 1) - padding
    padded = np.pad(values, ((0, 0), (padding, padding), (padding, padding)))
    kernels = inside.weights[f"{layer.name}.weight"][channel]  # (in, k, k)
    terms = []
    for i, kernel in enumerate(kernels):
        window = padded[i, top + padding : top + padding + size, left + padding : left + padding + size]
        terms.append(Term(f"{source}[{i}]", window, kernel, float((window * kernel).sum()), top, left))
    return terms


def _linear_terms(inside: Inside, layer: Layer, channel: int, y: int, x: int) -> list[Term]:
    source, values = inside.before(layer.name)
    weights = inside.weights[f"{layer.name}.weight"][channel]
    return [
        Term(f"{source}[{i}]", np.full((1, 1), value), np.full((1, 1), weight), float(value * weight))
        for i, (value, weight) in enumerate(zip(values, weights, strict=True))
    ]


def _pool_terms(inside: Inside, layer: Layer, channel: int, y: int, x: int) -> list[Term]:
    source, values = inside.before(layer.name)
    size, step = layer.kernel or 1, layer.stride or layer.kernel or 1
    window = values[channel, y * step : y * step + size, x * step : x * step + size]
    return [Term(f"{source}[{channel}]", window, None, float(window.max()), y * step, x * step)]


def _copy_terms(inside: Inside, layer: Layer, channel: int, y: int, x: int) -> list[Term]:
    source, values = inside.before(layer.name)
    value = values.reshape((*values.shape, 1, 1)[:3])[channel, y, x]
    place = (y, x) if values.ndim == 3 else (None, None)
    return [Term(f"{source}[{channel}]", np.full((1, 1), value), None, float(max(0.0, value)), *place)]


def _flatten_terms(inside: Inside, layer: Layer, channel: int, y: int, x: int) -> list[Term]:
    source, values = inside.before(layer.name)
    i, row, column = (int(v) for v in np.unravel_index(channel, values.shape))
    value = values[i, row, column]
    return [Term(f"{source}[{i}]", np.full((1, 1), value), None, float(value), row, column)]
