"""A network that looks at each picture and at its mirror image and answers with the mean: both in one ONNX file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mindseye.lab import onnx_file
from mindseye.lab.export import layers_of
from mindseye.models.card import Layer
from mindseye.types import InputSpec

OUTPUTS = ("map", "pooled", "logits")  # and `classifier.weight`, with which a class's heat map is made of the map


class Mirrored(nn.Module):
    """Wraps a net that ends in map, pooled, flatten, logits. Since all after the map is linear, its mean is theirs."""

    def __init__(self, net: nn.Sequential) -> None:
        super().__init__()
        parts = dict(net.named_children())
        self.trunk = nn.Sequential(
            *(part for name, part in parts.items() if name not in ("pooled", "flatten", "logits"))
        )
        self.classifier = parts["logits"]

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(batch, 3, height, width) → map (batch, channels, rows, cols), its mean over the cells, and the logits."""
        plain, mirrored = self.trunk(torch.cat([x, x.flip(3)])).unflatten(0, (2, -1)).unbind(0)
        seen = (plain + mirrored.flip(3)) / 2
        pooled = seen.mean((2, 3))
        return seen, pooled, self.classifier(pooled)


class Looks(nn.Module):
    """The logits of `Mirrored` alone."""

    def __init__(self, net: nn.Sequential) -> None:
        super().__init__()
        self.both = Mirrored(net)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 3, height, width) → (batch, classes)."""
        logits: Tensor = self.both(x)[2]
        return logits


def write_mirrored(net: nn.Sequential, example: NDArray[np.float32], path: Path) -> None:
    """Write the net for any batch, weights stored as float16, with the outputs that heat maps are made of."""
    model = onnx_file.traced(Mirrored(net), torch.from_numpy(example), OUTPUTS)
    onnx_file.expose(model, "classifier.weight")
    onnx_file.save(model, path)


def mirrored_layers(net: nn.Sequential, spec: InputSpec) -> tuple[Layer, ...]:
    """Return the card's description of the layers, with the multiply-adds of both looks."""
    layers = [layer for layer in layers_of(net, spec) if layer.kind != "flatten"]
    looks = {"pooled": 1, "logits": 1}
    return tuple(
        dataclasses.replace(
            layer,
            shape=layer.shape[:1] if layer.name == "pooled" else layer.shape,
            multiply_adds=layer.multiply_adds * looks.get(layer.name, 2),
        )
        for layer in layers
    )
