"""dlib's face recognition network: a ResNet of 29 convolutions (He et al. 2016, with half the filters of ResNet-34).

King 2017, "High quality face recognition with deep metric learning" (dlib's example dnn_face_recognition_ex). Batch
normalisation, frozen to a factor and an offset of each channel, is folded into the convolutions. What differs from the
usual ResNet: nothing pads a convolution or a pooling with stride 2, and where a block halves the sides, its input is
averaged over 2 × 2 px and given empty channels to be added, and whatever is smaller is padded with zeros.
"""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import Tensor, nn
from torch.nn import functional

from mindseye.errors import ModelError
from mindseye.lab.dlib_file import Convolution, FaceNetwork

STEM = 32
BLOCKS = ((32, 3), (64, 4), (128, 3), (256, 3), (256, 1))  # filters, blocks; the first of each but the first halves
DIM = 128


class Residual(nn.Module):
    """Two 3 × 3 convolutions, added to their input; with stride 2, to its mean over 2 × 2 px."""

    def __init__(self, narrow: int, out: int, stride: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(narrow, out, 3, stride, 1 if stride == 1 else 0)
        self.second = nn.Conv2d(out, out, 3, 1, 1)
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        """(batch, narrow, side, side) → (batch, out, side / stride, side / stride), the side rounded down."""
        changed = self.second(functional.relu(self.first(x)))
        kept = x if self.stride == 1 else functional.avg_pool2d(x, 2)
        return functional.relu(_widened(changed, kept) + _widened(kept, changed))


def _widened(x: Tensor, other: Tensor) -> Tensor:
    """Return x with zeros to the right, below, and in new channels, where the other tensor is larger."""
    lacking = [max(0, other.shape[axis] - x.shape[axis]) for axis in (3, 2, 1)]
    return functional.pad(x, [0, lacking[0], 0, lacking[1], 0, lacking[2]]) if any(lacking) else x


class FaceResNet(nn.Module):
    """Chips in, 128 numbers out: near each other for one person's faces."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, STEM, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2))
        blocks: OrderedDict[str, nn.Module] = OrderedDict()
        narrow = STEM
        for stage, (out, repeats) in enumerate(BLOCKS):
            for repeat in range(repeats):
                stride = 2 if repeat == 0 and stage > 0 else 1
                blocks[f"block{len(blocks) + 1}"] = Residual(narrow, out, stride)
                narrow = out
        self.blocks = nn.Sequential(blocks)
        self.linear = nn.Linear(narrow, DIM, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 3, 150, 150) → (batch, 128), not of unit length."""
        return self.linear(self.blocks(self.stem(x)).mean((2, 3)))


def from_dlib(read: FaceNetwork) -> FaceResNet:
    """Return the network with the weights of dlib's file. Raises ModelError where they do not fit."""
    net = FaceResNet().eval()
    places = [module for module in net.modules() if isinstance(module, nn.Conv2d)]
    if [_sizes(place) for place in places] != [_sizes(layer) for layer in read.convolutions]:
        raise ModelError(f"The file's {len(read.convolutions)} convolutions are not those of dlib's face network.")
    with torch.no_grad():
        for place, layer in zip(places, read.convolutions, strict=True):
            assert place.bias is not None
            place.weight.copy_(torch.from_numpy(layer.weight.copy()))
            place.bias.copy_(torch.from_numpy(layer.bias.copy()))
        net.linear.weight.copy_(torch.from_numpy(read.linear.T.copy()))
    return net


def _sizes(layer: nn.Conv2d | Convolution) -> tuple[object, ...]:
    """Return a convolution's shape, stride and padding."""
    if isinstance(layer, Convolution):
        return layer.weight.shape, layer.stride, layer.padding
    return tuple(layer.weight.shape), layer.stride[0], layer.padding[0]
