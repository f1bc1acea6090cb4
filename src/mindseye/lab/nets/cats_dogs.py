"""EfficientNet-Lite2 with a head for two labels: its stem and first blocks stay as ImageNet left them, the rest learns.

Batch normalisation is folded into the convolutions from the beginning: with statistics that stay as they are, small
batches of few pictures cannot spoil them, and each step is a third cheaper.
"""

from collections import OrderedDict

import torch
from torch import nn

from mindseye.lab.nets import net
from mindseye.lab.nets.efficientnet_lite import HEAD, fused, pretrained

FROZEN = 5  # blocks up to the first maps of 28 × 28 cells for 224 × 224 px: edges and textures, which all photos share


@net("cats-dogs")
def cats_dogs(outputs: int = 2) -> nn.Sequential:
    """Stem, 21 blocks, head and a linear layer. Input (batch, 3, height, width), output (batch, outputs) logits."""
    backbone = fused(pretrained("lite2"))
    blocks = OrderedDict((f"block{number}", block) for number, block in enumerate(backbone.blocks, 1))
    layers: OrderedDict[str, nn.Module] = OrderedDict(stem=backbone.stem, **blocks, map=backbone.head)
    for part in list(layers.values())[: 1 + FROZEN]:
        part.requires_grad_(False)
    layers |= {
        "pooled": nn.AdaptiveAvgPool2d(1),
        "flatten": nn.Flatten(),  # (batch, 1280)
        "dropout": nn.Dropout(0.2),
        "logits": nn.Linear(HEAD, outputs),
    }
    nn.init.zeros_(layers["logits"].weight)
    return nn.Sequential(layers).to(memory_format=torch.channels_last)  # faster on processors
