"""Face attributes: dlib's recognition network without its last stage, and a second way out that keeps places apart.

What tells people apart also tells most of their age and gender, in the mean over the whole last map. A smile and the
turn of a head are about where things are: for these the last but one map, whose cells are large enough to hold a mouth,
goes into the last layer cell by cell.
"""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import Tensor, nn

from mindseye.lab.dlib_file import read_face_network
from mindseye.lab.nets import net
from mindseye.lab.nets.face_resnet import FaceResNet, from_dlib

SIDE = 128  # px of the chip that the last layer fits
CELLS = 7  # of the last but one map in each direction, for such a chip
SHALLOW, DEEP = 10, 13  # blocks before the two ways part, and of the longer way in all
FROZEN = 3  # blocks, besides the stem: edges and textures
NARROW = 32  # channels of the shorter way
DROPOUT = 0.3


class TwoLevels(nn.Module):
    """Joins a map's cells, in fewer channels, with the mean of what further blocks see in it."""

    def __init__(self, blocks: nn.Sequential, channels: int) -> None:
        super().__init__()
        self.blocks = blocks
        self.narrow = nn.Conv2d(channels, NARROW, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 128, 7, 7) → (batch, 256 + 32 · 7 · 7)."""
        return torch.cat([self.blocks(x).mean((2, 3)), torch.relu(self.narrow(x)).flatten(1)], dim=1)


@net("face-attributes")
def face_attributes(outputs: int) -> nn.Sequential:
    """The network with dlib's weights; its last layer begins with zeros, its stem and first blocks stay as they are.

    Input (batch, 3, 128, 128), output (batch, outputs). Raises MissingExtraError where the weights are not installed.
    """
    from mindseye.lab.face_embedding import weights_file

    return with_two_levels(from_dlib(read_face_network(weights_file().read_bytes())), outputs)


def with_two_levels(trunk: FaceResNet, outputs: int) -> nn.Sequential:
    """Return the network made of a recognition network's parts, which it shares with it."""
    blocks = OrderedDict(trunk.blocks.named_children())
    names = list(blocks)
    shallow = {name: blocks[name] for name in names[:SHALLOW]}
    deep = nn.Sequential(OrderedDict((name, blocks[name]) for name in names[SHALLOW:DEEP]))
    channels = blocks[names[SHALLOW - 1]].second.out_channels
    widest = blocks[names[DEEP - 1]].second.out_channels
    layers = OrderedDict[str, nn.Module](stem=trunk.stem, **shallow, levels=TwoLevels(deep, channels))
    for part in list(layers.values())[: 1 + FROZEN]:
        part.requires_grad_(False)
    last = nn.Linear(widest + NARROW * CELLS * CELLS, outputs)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)
    layers |= {"dropout": nn.Dropout(DROPOUT), "logits": last}
    return nn.Sequential(layers).to(memory_format=torch.channels_last)  # faster on processors
