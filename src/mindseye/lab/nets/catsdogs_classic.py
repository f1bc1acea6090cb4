"""The classic net of a first course: five stages of convolution and pooling, one hidden layer, one sigmoid unit.

Batch normalisation (Ioffe and Szegedy 2015) helps it learn; the export folds it into the convolutions.
"""

from collections import OrderedDict

import torch
from torch import nn

from mindseye.lab.nets import net

CHANNELS = (16, 48, 96, 192, 256)
POOLS = (nn.MaxPool2d, nn.MaxPool2d, nn.AvgPool2d, nn.MaxPool2d, nn.AvgPool2d)
HIDDEN = 256


@net("catsdogs-classic")
def catsdogs_classic(outputs: int = 2) -> nn.Sequential:
    """Five stages, 256, 1, and its two-way form. Input (batch, 3, 96 to 127, same), output (batch, 2) logits."""
    if outputs != 2:
        raise ValueError(f"one sigmoid unit tells two labels apart, not {outputs}")
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    narrow = 3
    for stage, (channels, pool) in enumerate(zip(CHANNELS, POOLS, strict=True), 1):
        layers[f"conv{stage}"] = nn.Conv2d(narrow, channels, kernel_size=3, padding=1)
        layers[f"norm{stage}"] = nn.BatchNorm2d(channels)
        both = {f"relu{stage}": nn.ReLU(), f"pool{stage}": pool(2)}  # halves both sides: 112, 56, 28, 14, 7, 3 px
        if pool is nn.MaxPool2d:  # the largest value above 0 is the same as the largest value, if above 0: less work
            both = dict(reversed(both.items()))
        layers |= both
        narrow = channels
    layers |= {
        "flatten": nn.Flatten(),  # (batch, 2304)
        "dropout": nn.Dropout(0.5),
        "fc1": nn.Linear(narrow * 3 * 3, HIDDEN),
        "relu6": nn.ReLU(),
        "sigmoid": nn.Linear(HIDDEN, 1),  # its probability of a dog is sigmoid(z) …
        "logits": _two_way(),  # … which is the softmax of (−z / 2, z / 2)
    }
    return nn.Sequential(layers).to(memory_format=torch.channels_last)  # a quarter faster on processors


def _two_way() -> nn.Linear:
    """Return the fixed layer z → (−z / 2, z / 2), so that one sigmoid unit answers with a logit for each label."""
    layer = nn.Linear(1, 2, bias=False)
    layer.weight.data = torch.tensor([[-0.5], [0.5]])
    layer.weight.requires_grad_(False)
    return layer
