"""MTCNN: three small networks, each looking closer than the one before, that find faces and five points in them.

Zhang, Zhang, Li and Qiao 2016, "Joint face detection and alignment using multitask cascaded convolutional networks",
figure 2. The proposing net is a convolution to begin with. The other two end in dense layers; here these are written as
convolutions over what is left of a face, 3 × 3 cells, which is the same sum. So all three take pictures of any size,
and one ONNX file with one input holds them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from mindseye.errors import ModelError

OUTPUTS = (
    "propose_score",
    "propose_shift",
    "refine_score",
    "refine_shift",
    "place_score",
    "place_shift",
    "place_points",
)
LEFT = 3  # cells of a face, each way, where the dense layers of the later nets begin


class Bend(nn.PReLU):
    """PReLU (He et al. 2015, equation 1), written as slope · x + (1 − slope) · max(x, 0).

    The same function, but made of steps that ONNX Runtime does several at a time: its own PReLU took half of the whole
    detector's time.
    """

    def forward(self, x: Tensor) -> Tensor:
        """(batch, channels, rows, columns) → the same shape."""
        slope = self.weight[:, None, None]
        return slope * x + (1 - slope) * torch.relu(x)


class Mtcnn(nn.Module):
    """The three nets beside each other; which of them is computed is decided by the outputs that are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.propose = nn.Sequential(
            OrderedDict(
                **_convolution(1, 3, 10, 3),
                pool1=nn.MaxPool2d(2, 2, ceil_mode=True),
                **_convolution(2, 10, 16, 3),
                **_convolution(3, 16, 32, 3),
            )
        )
        self.refine = nn.Sequential(
            OrderedDict(
                **_convolution(1, 3, 28, 3),
                pool1=nn.MaxPool2d(3, 2, ceil_mode=True),
                **_convolution(2, 28, 48, 3),
                pool2=nn.MaxPool2d(3, 2, ceil_mode=True),
                **_convolution(3, 48, 64, 2),
                **_convolution(4, 64, 128, LEFT),
            )
        )
        self.place = nn.Sequential(
            OrderedDict(
                **_convolution(1, 3, 32, 3),
                pool1=nn.MaxPool2d(3, 2, ceil_mode=True),
                **_convolution(2, 32, 64, 3),
                pool2=nn.MaxPool2d(3, 2, ceil_mode=True),
                **_convolution(3, 64, 64, 3),
                pool3=nn.MaxPool2d(2, 2, ceil_mode=True),
                **_convolution(4, 64, 128, 2),
                **_convolution(5, 128, 256, LEFT),
            )
        )
        self.heads = nn.ModuleDict(
            {f"{name}_{head}": nn.Conv2d(width, outputs, 1)
             for name, width in (("propose", 32), ("refine", 128), ("place", 256))
             for head, outputs in (("score", 1), ("shift", 4), ("points", 10))
             if f"{name}_{head}" in OUTPUTS}
        )  # fmt: skip

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """(batch, 3, height, width) → for each net, in the order of OUTPUTS:

        the probability of a face (batch, 1, rows, columns); how far its left, top, right and bottom lie from those of
        the window, in windows (batch, 4, …); and of the last net the five points, x of each and then y (batch, 10, …),
        0 to 1 from the window's left to its right and from its top to its bottom. The proposing net answers for every
        window of 12 px, 2 px apart. The others are meant for pictures of one window, 24 and 48 px wide.
        """
        seen = {"propose": self.propose(x), "refine": self.refine(x), "place": self.place(x)}
        answers = []
        for name in OUTPUTS:
            net, head = name.split("_")
            answer = self.heads[name](seen[net])
            answers.append(torch.sigmoid(answer) if head == "score" else answer)
        return tuple(answers)


def loaded(parts: Mapping[str, Mapping[str, Tensor]]) -> Mtcnn:
    """Return the nets with the weights of `propose`, `refine` and `place`, each in the layout of facenet-pytorch.

    Raises ModelError where a tensor has another shape than its place here.
    """
    net = Mtcnn()
    own = net.state_dict()
    found = {ours: weight for part, weights in parts.items() for ours, weight in _renamed(part, weights).items()}
    if wrong := sorted(key for key in own.keys() | found.keys() if _shape(own, key) != _shape(found, key)):
        raise ModelError(
            f"These are not MTCNN's weights: {wrong[0]} is {_shape(found, wrong[0])}, not {_shape(own, wrong[0])}."
        )
    net.load_state_dict(found)
    return net.eval()


def _renamed(part: str, weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return one net's weights under the names, and in the shapes, that they have here."""
    ours = {}
    for name, weight in weights.items():
        layer, _, kind = name.partition(".")
        number, _, head = layer.removeprefix("conv").removeprefix("dense").removeprefix("prelu").partition("_")
        if head:  # heads come in the order score, shift, points
            shaped = weight[..., None, None] if weight.dim() == 2 else weight
            if head == "1":  # the softmax of two numbers, "no face" and "face", is the sigmoid of their difference
                shaped = shaped[1:] - shaped[:1]
            ours[f"heads.{part}_{('score', 'shift', 'points')[int(head) - 1]}.{kind}"] = shaped
        elif layer.startswith("prelu"):
            ours[f"{part}.prelu{number}.{kind}"] = weight
        else:
            ours[f"{part}.conv{number}.{kind}"] = _as_convolution(weight) if weight.dim() == 2 else weight
    return ours


def _as_convolution(dense: Tensor) -> Tensor:
    """(units, columns · rows · channels) → the convolution (units, channels, rows, columns) of the same sums."""
    return dense.reshape(len(dense), LEFT, LEFT, -1).permute(0, 3, 2, 1).contiguous()


def _shape(weights: Mapping[str, Tensor], key: str) -> tuple[int, ...] | None:
    return tuple(weights[key].shape) if key in weights else None


def _convolution(number: int, narrow: int, out: int, kernel: int) -> dict[str, nn.Module]:
    return {f"conv{number}": nn.Conv2d(narrow, out, kernel), f"prelu{number}": Bend(out)}
