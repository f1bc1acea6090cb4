"""Two towers: a network that sees drawings, and a linear layer on what a frozen backbone sees in photos."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mindseye.descriptors.whitening import Whitening
from mindseye.lab.nets.efficientnet_lite import HEAD, EfficientNetLite, fused, pretrained
from mindseye.lab.recipe import SketchRecipe

DROPOUT = 0.2
HALF_WHITE = 0.5  # power of the PCA-whitening that the photos' layer begins as


class SketchTowers(nn.Module):
    """`backbone` and `sketch` are the drawings' tower, `photo` the photos', `proxies` a vector for each class.

    Descriptors are of unit length, so that each of their numbers is tiny; `loud` times as large they are of the size
    that the optimiser's steps are made for.
    """

    def __init__(self, network: EfficientNetLite, channels: int, dim: int, classes: int, frozen: int = 0) -> None:
        super().__init__()
        self.backbone, self.loud = network, math.sqrt(channels)
        self.sketch = nn.Linear(HEAD, dim)
        self.photo = nn.Linear(channels, dim)
        self.proxies = nn.Parameter(torch.zeros(classes, dim))
        self.dropout = nn.Dropout(DROPOUT)
        nn.init.normal_(self.sketch.weight, std=0.02)
        network.stem.requires_grad_(False)
        for block in list(network.blocks)[:frozen]:
            block.requires_grad_(False)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(n, 3, side, side) drawings → (n, dim) of unit length, and ImageNet's logits (n, 1000)."""
        _, pooled, logits = self.backbone(x)
        return nn.functional.normalize(self.sketch(self.dropout(pooled)), dim=1), logits

    def of_photos(self, described: Tensor) -> Tensor:
        """(n, channels) descriptors of unit length → (n, dim) of unit length."""
        return nn.functional.normalize(self.photo(self.dropout(self.loud * described)), dim=1)

    def photo_axes(self) -> Tensor:
        """Return the photos' layer as it is for descriptors of unit length, (dim, channels)."""
        return self.loud * self.photo.weight.detach()


def new_towers(
    recipe: SketchRecipe, examples: Tensor, photos: NDArray[np.float32], photo_classes: NDArray[np.int64]
) -> SketchTowers:
    """Return towers that begin with what is known: ImageNet's weights, axes of the photos, and the classes' means.

    `examples` (n, 3, side, side) are drawings: batch normalisation takes its statistics from them instead of from
    ImageNet's photos, and is then folded into the convolutions, so that small batches cannot spoil it. `photos`
    (n, channels) are descriptors of unit length.
    """
    network = fused(with_statistics_of(pretrained(recipe.network), examples)).to(memory_format=torch.channels_last)
    towers = SketchTowers(network, photos.shape[1], recipe.dim, int(photo_classes.max()) + 1, recipe.frozen)
    whitening = Whitening(recipe.dim, power=HALF_WHITE).fit(photos)
    axes, bias = whitening.projection_, -whitening.projection_ @ whitening.mean_
    scale = np.sqrt(np.square(photos @ axes.T + bias).sum(axis=1).mean())
    with torch.no_grad():
        towers.photo.weight.copy_(torch.from_numpy(axes / (scale * towers.loud)))
        towers.photo.bias.copy_(torch.from_numpy(bias / scale))
        vectors = towers.eval().of_photos(torch.from_numpy(photos))
        means = [vectors[torch.from_numpy(photo_classes == c)].mean(0) for c in range(len(towers.proxies))]
        towers.proxies.copy_(nn.functional.normalize(torch.stack(means), dim=1))
    return towers


@torch.no_grad()
def with_statistics_of(network: EfficientNetLite, examples: Tensor) -> EfficientNetLite:
    """Return the network (in place) with the means and variances of these pictures (n, 3, height, width)."""
    for part in network.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.reset_running_stats()
            part.momentum = None  # the plain average over all batches
    network.train()
    for batch in examples.split(64):
        network(batch)
    return network.eval()
