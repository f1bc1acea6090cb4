"""Small real things to test with: ONNX models built in a temporary folder, and pictures drawn in code. No mocks."""

from __future__ import annotations

import functools
import gzip
import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from mindseye import glyphs, images
from mindseye.models.card import Card, EpochFigures, Layer, Metric, Provenance, write_card
from mindseye.models.session import Session
from mindseye.types import RGB, InputSpec

Array = NDArray[np.float32]
SPEC = InputSpec(width=28, height=28, channels=1, fit="glyph", box=20)
LAYERS = (
    Layer("conv1", "conv", (4, 28, 28), 40, 28_224, 3, 1, 1),
    Layer("relu1", "relu", (4, 28, 28)),
    Layer("pool1", "maxpool", (4, 14, 14), kernel=2, stride=2, padding=0),
    Layer("flatten", "flatten", (784,)),
    Layer("fc1", "linear", (10,), 7_850, 7_840),
)
FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX)
PENS = (8, 14, 20)


# ── pictures ────────────────────────────────────────────────────────────────────────────────────────────────────────


def drawn(text: str, pen: int = 14, font: int = FONTS[0], ink: Any = (0, 0, 0), paper: Any = (255, 255, 255)) -> RGB:
    """Return text drawn on a sheet of 200 px per character: (200, 200 · n, 3)."""
    sheet = np.full((200, 200 * len(text), 3), paper, np.uint8)
    for i, character in enumerate(text):
        (width, height), _ = cv2.getTextSize(character, font, 4.0, pen)
        corner = (200 * i + (200 - width) // 2, (200 + height) // 2)
        cv2.putText(sheet, character, corner, font, 4.0, ink, pen, cv2.LINE_AA)
    return sheet


def photo(height: int = 48, width: int = 64) -> RGB:
    """Return a smooth coloured picture without symmetry: no flip, turn or channel swap leaves it as it is."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    y, x = y / max(1, height - 1), x / max(1, width - 1)
    return np.rint(np.stack([20 + 200 * x, 30 + 150 * y, 90 + 100 * x * y], axis=-1)).astype(np.uint8)


def mnist_like(count: int, seed: int = 5) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return digits as MNIST has them, (count, 28, 28), white on black, with labels: OpenCV fonts, turned a bit."""
    rng = np.random.default_rng(seed)
    pictures, labels = np.zeros((count, 28, 28), np.uint8), rng.integers(0, 10, count).astype(np.uint8)
    for i, label in enumerate(labels):
        sheet = drawn(str(label), int(rng.choice(PENS)), int(rng.choice(FONTS)))
        turn = cv2.getRotationMatrix2D((100, 100), rng.uniform(-12, 12), rng.uniform(0.28, 0.34))
        turn[:, 2] -= 100 - 64 / 2
        ink = cv2.warpAffine(255 - sheet[..., 0], turn, (64, 64)).astype(np.float32) / 255
        pictures[i] = np.rint(255 * glyphs.fit(ink, 20, 28, 28))
    return pictures, labels


def idx_bytes(values: NDArray[np.uint8]) -> bytes:
    """Return an array in MNIST's idx format."""
    return struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape) + values.tobytes()


def write_mnist(folder: Path, prefix: str, pictures: NDArray[np.uint8], labels: NDArray[np.uint8]) -> None:
    """Write the two gzipped files of one of MNIST's parts, `train` or `t10k`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{prefix}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx_bytes(pictures)))
    (folder / f"{prefix}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx_bytes(labels)))


# ── models ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_onnx(path: Path, layers: Sequence[Layer], weights: Mapping[str, Array], shape: tuple[int, ...]) -> Path:
    """Write a chain of layers as ONNX by the convention of cards: each layer and each weight is a named output."""
    names = ["input", *(layer.name for layer in layers)]
    nodes = [_node(layer, before) for layer, before in zip(layers, names[:-1], strict=True)]
    outputs = [helper.make_tensor_value_info(x.name, TensorProto.FLOAT, ["batch", *x.shape]) for x in layers]
    outputs += [helper.make_tensor_value_info(n, TensorProto.FLOAT, w.shape) for n, w in weights.items()]
    taken = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", *shape])
    stored = [numpy_helper.from_array(np.asarray(w, np.float32), n) for n, w in weights.items()]
    graph = helper.make_graph(nodes, "tiny", [taken], outputs, stored)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    return path


def _node(layer: Layer, before: str) -> Any:
    weights = [f"{layer.name}.weight", f"{layer.name}.bias"]
    if layer.kind == "conv":
        sizes = {"kernel_shape": [layer.kernel] * 2, "strides": [layer.stride] * 2, "pads": [layer.padding] * 4}
        return helper.make_node("Conv", [before, *weights], [layer.name], **sizes)
    if layer.kind == "maxpool":
        sizes = {"kernel_shape": [layer.kernel] * 2, "strides": [layer.stride] * 2}
        return helper.make_node("MaxPool", [before], [layer.name], **sizes)
    if layer.kind == "linear":
        return helper.make_node("Gemm", [before, *weights], [layer.name], transB=1)
    plain = {"relu": "Relu", "flatten": "Flatten", "softmax": "Softmax"}
    return helper.make_node(plain[layer.kind], [before], [layer.name])


def random_weights(layers: Sequence[Layer], shape: tuple[int, ...], seed: int = 1) -> dict[str, Array]:
    """Return seeded weights and biases for the layers that have some."""
    rng, weights = np.random.default_rng(seed), {}
    for layer in layers:
        if layer.kind in ("conv", "linear"):
            kernel = (layer.kernel,) * 2 if layer.kind == "conv" else ()
            size = (layer.shape[0], shape[0], *kernel)
            weights[f"{layer.name}.weight"] = rng.normal(0, np.prod(size[1:]) ** -0.5, size).astype(np.float32)
            weights[f"{layer.name}.bias"] = rng.normal(0, 0.1, layer.shape[0]).astype(np.float32)
        shape = layer.shape
    return weights


@functools.cache
def trained_onnx(scratch: Path) -> bytes:
    """Return an ONNX file that reads OpenCV's digits: random convolutions, and a last layer by ridge regression."""
    weights = random_weights(LAYERS, (1, 28, 28))
    session = Session(write_onnx(scratch / "untrained.onnx", LAYERS, weights, (1, 28, 28)))
    batch = np.stack([images.prepare(drawn(str(d), p, f), SPEC) for d in range(10) for p in PENS for f in FONTS])
    features = session.run(batch, ["flatten"])["flatten"].astype(np.float64)  # (90, 784)
    features = np.hstack([features, np.ones((len(features), 1))])
    wanted = np.repeat(12.0 * np.eye(10), len(PENS) * len(FONTS), axis=0)
    solved = features.T @ np.linalg.solve(features @ features.T + 0.1 * np.eye(len(features)), wanted)  # (785, 10)
    weights["fc1.weight"], weights["fc1.bias"] = solved[:-1].T.astype(np.float32), solved[-1].astype(np.float32)
    return write_onnx(scratch / "trained.onnx", LAYERS, weights, (1, 28, 28)).read_bytes()


def write_model(place: Path, scratch: Path, name: str = "tiny", version: str = "1", **changes: Any) -> Path:
    """Write `place/NAME/VERSION/`, a whole model folder that reads OpenCV's digits; `changes` go into its card."""
    folder = place / name / version
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(trained_onnx(scratch))
    (folder / "LICENCE").write_text("Public domain.\n", encoding="utf-8")
    batch = np.stack([images.prepare(drawn(str(d)), SPEC) for d in range(10)])
    answers = Session(folder / "model.onnx").run(batch, ["fc1"])
    np.savez_compressed(folder / "example.npz", input=batch, fc1=answers["fc1"])
    write_card(replace(card_of(folder, name, version), **changes), folder)
    return folder


def card_of(folder: Path, name: str = "tiny", version: str = "1") -> Card:
    """Return the card of the tiny digit model, with the checksum of the folder's model.onnx."""
    data = (folder / "model.onnx").read_bytes()
    return Card(
        name=name,
        version=version,
        title="Tiny",
        task="digits",
        description="Four random convolutions and ridge regression, for tests.",
        licence="CC0-1.0",
        input=SPEC,
        answer="fc1",
        labels=tuple("0123456789"),
        thresholds={"reject": 0.5},
        layers=LAYERS,
        history=(EpochFigures(1, 0.5, 0.8, 0.4, 0.9),),
        metrics=(Metric("accuracy", 0.9, "drawn digits", "none", "0000000"),),
        provenance=Provenance("OpenCV's Hershey fonts", "tests/tiny.py", "0000000", 1),
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
    )
