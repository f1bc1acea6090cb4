"""The face embedding: dlib's network and weights, as a model folder that is served without dlib and without torch."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from mindseye.errors import MissingExtraError, ModelError
from mindseye.images import normalise
from mindseye.lab import onnx_file
from mindseye.lab.dlib_file import FaceNetwork, read_face_network
from mindseye.lab.export import multiply_adds
from mindseye.lab.nets.face_resnet import DIM, FaceResNet, from_dlib
from mindseye.models.card import Card, Layer, Provenance, write_card
from mindseye.models.registry import check_folder
from mindseye.models.session import Session
from mindseye.types import InputSpec
from mindseye.version import commit

NAME, ANSWER = "face-embed", "vector"
PACKAGE, WEIGHTS = "face_recognition_models", "dlib_face_recognition_resnet_model_v1.dat"
LICENCE_TEXT = Path(__file__).parent / "FACE-EMBED-LICENCE.txt"
# Inner products that stand for similarities until `mindseye lab face-calibrate` has measured them: see tasks.faces.
UNCALIBRATED = {"zero": 0.7, "far_1e-3": 0.929, "far_1e-4": 0.942, "far_1e-5": 0.953, "impostor_pairs": 0.0}
MOST_LOST = 0.01  # of an example's vector, by storing weights as float16


class BothSides(nn.Module):
    """The mean of what a network says of a face and of its mirror image, of unit length."""

    def __init__(self, net: FaceResNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 3, 150, 150) → (batch, 128), rows of unit length."""
        plain, mirrored = self.net(torch.cat([x, x.flip(3)])).unflatten(0, (2, -1)).unbind(0)
        return functional.normalize(plain + mirrored)


def export_face_embedding(target: Path, version: str = "1") -> Card:
    """Write `target/face-embed/VERSION/` from dlib's weights and return its card; an older one is replaced.

    Raises MissingExtraError where the weights' package is not installed, ModelError if ONNX and torch differ.
    """
    read = read_face_network(weights_file().read_bytes())
    spec, net = input_of(read), from_dlib(read)
    looks, example = BothSides(net).eval(), example_batch(spec)
    with torch.inference_mode():
        expected = looks(torch.from_numpy(example)).numpy()
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        write_onnx(looks, example, folder / "model.onnx")
        told = Session(folder / "model.onnx").run(example, [ANSWER])[ANSWER]
        worst = float(np.linalg.norm(told - expected, axis=1).max())
        if worst > MOST_LOST:
            raise ModelError(f"The exported face embedding is {worst:.3g} away from torch's on its example.")
        np.savez_compressed(folder / "example.npz", allow_pickle=False, input=example.astype(np.float16), vector=told)
        shutil.copyfile(LICENCE_TEXT, folder / "LICENCE")
        write_card(_card(net, spec, folder, version), folder)
        check_folder(folder)
        place = target / NAME / version
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
    return check_folder(place)


def weights_file() -> Path:
    """Return where the weights lie; their package is only looked up, for importing it fails on new Pythons."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise MissingExtraError(f"The face weights are not installed: pip install {PACKAGE.replace('_', '-')}.")
    return Path(found.origin).parent / "models" / WEIGHTS


def input_of(read: FaceNetwork) -> InputSpec:
    """Return how a chip becomes the network's input: (pixel − mean) / 256."""
    mean = tuple(round(value / 255, 6) for value in read.mean)
    return InputSpec(read.side, read.side, fit="stretch", mean=mean, std=(256 / 255,))


def example_batch(spec: InputSpec) -> NDArray[np.float32]:
    """Return two drawn faces as the network's input, (2, 3, 150, 150), exact in float16 so that they store small."""
    import cv2

    pictures = np.full((2, spec.height, spec.width, 3), 90, np.uint8)
    for picture, skin in zip(pictures, ((224, 172, 138), (122, 84, 62)), strict=True):
        cv2.ellipse(picture, (75, 76), (48, 64), 0, 0, 360, skin, -1, cv2.LINE_AA)
        for x in (55, 95):
            cv2.circle(picture, (x, 55), 6, (40, 30, 30), -1, cv2.LINE_AA)
        cv2.line(picture, (75, 62), (70, 84), (90, 60, 50), 3, cv2.LINE_AA)
    cv2.ellipse(pictures[0], (75, 96), (20, 10), 0, 0, 180, (150, 50, 60), 4, cv2.LINE_AA)
    cv2.line(pictures[1], (57, 102), (93, 102), (110, 40, 50), 4, cv2.LINE_AA)
    batch = np.stack([normalise(p.transpose(2, 0, 1).astype(np.float32) / 255.0, spec) for p in pictures])
    return batch.astype(np.float16).astype(np.float32)


def write_onnx(net: nn.Module, example: NDArray[np.float32], path: Path, answer: str = ANSWER) -> None:
    """Write the net for any number of chips, its one output called `answer`, with weights stored as float16."""
    onnx_file.save(onnx_file.traced(net, torch.from_numpy(example), [answer]), path)


def layers_of(net: FaceResNet, spec: InputSpec) -> tuple[Layer, ...]:
    """Return the card's description of the layers, with the multiply-adds of both looks."""
    x: Tensor = torch.zeros(1, spec.channels, spec.height, spec.width)
    layers = []
    for name, kind, part in [("stem", "conv", net.stem), *((n, "residual", b) for n, b in net.blocks.named_children())]:
        work = multiply_adds(part, x)
        x = part(x)
        layers.append(Layer(name, kind, tuple(x.shape[1:]), sum(p.numel() for p in part.parameters()), 2 * work))
    weights = net.linear.weight.numel()
    return (*layers, Layer("pooled", "avgpool", (x.shape[1],)), Layer(ANSWER, "linear", (DIM,), weights, 2 * weights))


def _card(net: FaceResNet, spec: InputSpec, folder: Path, version: str) -> Card:
    weights = (folder / "model.onnx").read_bytes()
    return Card(
        name=NAME,
        version=version,
        title="Face embedding",
        task=NAME,
        description="128 numbers for a face, of unit length: their inner product is high for one person's faces. "
        "dlib's residual network, which looks at each aligned face and at its mirror image; of two cuts, a wide and a "
        "narrow one, the mean is taken.",
        licence="CC0-1.0",
        input=spec,
        answer=ANSWER,
        labels=(),
        thresholds=dict(UNCALIBRATED),
        layers=layers_of(net, spec),
        history=(),
        metrics=(),
        provenance=Provenance(
            "About 3 million faces of 7,485 people: FaceScrub, VGG Face, and pictures from the web, by dlib's author",
            "mindseye lab face-embed",
            commit(),
            notes="Weights by Davis E. King (dlib_face_recognition_resnet_model_v1), from the PyPI package "
            "face-recognition-models 0.3.0; affine layers folded, stored as float16. Its author measured 99.38 % on "
            "LFW with dlib's own detection and alignment.",
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )
