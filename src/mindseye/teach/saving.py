"""From a learned head to a model folder: backbone and head in one ONNX file, which is what is served and exported."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye.descriptors import projections
from mindseye.descriptors.classes import WEIGHT
from mindseye.models.card import Card, EpochFigures, Layer, Metric, Provenance, write_card
from mindseye.models.registry import Model
from mindseye.models.session import Session
from mindseye.tasks.classify import LIKENESS, LOGITS, MAP, TASK, WEIGHTS
from mindseye.teach.learning import Head
from mindseye.teach.looking import POOLED, PROJECTION
from mindseye.teach.records import LessonReport
from mindseye.version import program_version

OWN = "backbone."  # before the names of the backbone's own last layer
TINY = 1e-12
LICENCE = """The backbone is EfficientNet-Lite0 with its ImageNet weights, Apache-2.0; its licence follows.
What was learned on top of it from a person's own pictures belongs to that person.

"""


@dataclass(frozen=True, slots=True)
class Learned:
    """A head, and what a picture must be like to belong to any of its classes."""

    head: Head  # its logits are calibrated
    likest: NDArray[np.float32]  # (classes, 256): the mean signature of each class, unit length


def write_folder(
    folder: Path, backbone: Model, learned: Learned, report: LessonReport, name: str, title: str, version: str
) -> None:
    """Write card.json, model.onnx, example.npz and LICENCE into an empty folder."""
    write_onnx(backbone.onnx, learned, folder / "model.onnx")
    with np.load(backbone.folder / "example.npz", allow_pickle=False) as example:
        batch = example["input"]
    answer = Session(folder / "model.onnx").run(batch.astype(np.float32), [LOGITS])[LOGITS]
    np.savez_compressed(folder / "example.npz", allow_pickle=False, **{"input": batch, LOGITS: answer})
    ours = (backbone.folder / "LICENCE").read_text(encoding="utf-8")
    (folder / "LICENCE").write_text(LICENCE + ours, encoding="utf-8")
    shutil.copymode(backbone.onnx, folder / "model.onnx")
    write_card(_card((folder / "model.onnx").read_bytes(), backbone.card, report, name, title, version), folder)


def write_onnx(backbone: Path, learned: Learned, path: Path) -> None:
    """Write the backbone with the head on it.

    Outputs: `logits` (n, classes), `likeness` (n,), `map`, `pooled`, `classifier.weight`. With p = pooled:
    logits = weights · p / ‖p‖ + bias, and likeness is the largest cosine of the picture's signature (see
    `looking.signature`) with a class's mean signature.
    """
    import onnx

    model = onnx.load(str(backbone))
    _set_aside_the_last_layer(model)
    graph = _Graph(model)
    graph.classify(learned.head)
    graph.liken(learned.likest)
    graph.give(len(learned.head.bias))
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _set_aside_the_last_layer(model: Any) -> None:
    """Give the values of the backbone's own classifier other names, and stop giving them as outputs, in place."""
    graph = model.graph

    def aside(name: str) -> str:
        return OWN + name if name == LOGITS or name.startswith("classifier.") else name

    for node in graph.node:
        node.input[:] = [aside(name) for name in node.input]
        node.output[:] = [aside(name) for name in node.output]
    for weight in graph.initializer:
        weight.name = aside(weight.name)


class _Graph:
    """Adds nodes to a model, by what they compute."""

    def __init__(self, model: Any) -> None:
        self.graph = model.graph

    def classify(self, head: Head) -> None:
        """logits = Gemm(pooled / ‖pooled‖)"""
        self.unit(POOLED, "unit")
        self.weight(WEIGHTS, head.weights)
        self.constant("classifier.bias", head.bias)
        self.node("Gemm", ["unit", WEIGHTS, "classifier.bias"], LOGITS, transB=1)

    def liken(self, likest: NDArray[np.float32]) -> None:
        """likeness = max over classes of the cosine of signature and class; see `looking.signature`."""
        learned = projections.load(PROJECTION)
        self.node("Sqrt", [POOLED], "roots")
        self.unit("roots", "channels")
        self.node("Softmax", [OWN + LOGITS], "known", axis=-1)
        self.node("Sqrt", ["known"], "known.roots")
        self.constant("known.share", np.array(WEIGHT, np.float32))
        self.node("Mul", ["known.roots", "known.share"], "classes")
        self.node("Concat", ["channels", "classes"], "parts", axis=1)
        self.unit("parts", "parts.unit")
        self.weight("signature.axes", learned.axes)
        self.constant("signature.offset", learned.offset)
        self.node("Gemm", ["parts.unit", "signature.axes", "signature.offset"], "projected", transB=1)
        self.unit("projected", "signature")
        self.weight("likest", likest)
        self.node("Gemm", ["signature", "likest"], "likenesses", transB=1)
        self.constant("last", np.array([1], np.int64))
        self.node("ReduceMax", ["likenesses", "last"], LIKENESS, keepdims=0)

    def give(self, classes: int) -> None:
        """Name the new outputs, the answer first."""
        from onnx import TensorProto, helper

        kept = [output for output in self.graph.output if output.name in (MAP, POOLED)]
        channels = self._width(WEIGHTS)
        new = [
            helper.make_tensor_value_info(LOGITS, TensorProto.FLOAT, ["batch", classes]),
            helper.make_tensor_value_info(LIKENESS, TensorProto.FLOAT, ["batch"]),
            helper.make_tensor_value_info(WEIGHTS, TensorProto.FLOAT, [classes, channels]),
        ]
        del self.graph.output[:]
        self.graph.output.extend([*new, *kept])

    def unit(self, name: str, result: str) -> None:
        """result = name / max(‖name‖, tiny), by rows"""
        self.constant(f"{result}.axis", np.array([1], np.int64))
        self.constant(f"{result}.tiny", np.array(TINY, np.float32))
        self.node("ReduceL2", [name, f"{result}.axis"], f"{result}.norm", keepdims=1)
        self.node("Max", [f"{result}.norm", f"{result}.tiny"], f"{result}.length")
        self.node("Div", [name, f"{result}.length"], result)

    def weight(self, name: str, values: NDArray[np.float32]) -> None:
        """A weight that is stored as float16."""
        from onnx import TensorProto

        self.constant(f"{name}.half", values.astype(np.float16))
        self.node("Cast", [f"{name}.half"], name, to=TensorProto.FLOAT)

    def constant(self, name: str, values: NDArray[Any]) -> None:
        from onnx import numpy_helper

        self.graph.initializer.append(numpy_helper.from_array(values, name))

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> None:
        from onnx import helper

        self.graph.node.append(helper.make_node(kind, list(inputs), [output], **attributes))

    def _width(self, name: str) -> int:
        return next(int(weight.dims[1]) for weight in self.graph.initializer if weight.name == f"{name}.half")


def _card(weights: bytes, backbone: Card, report: LessonReport, name: str, title: str, version: str) -> Card:
    kept = tuple(layer for layer in backbone.layers if layer.name != LOGITS)
    inputs, classes = kept[-1].shape[0], len(report.labels)
    last = Layer(LOGITS, "linear", (classes,), (inputs + 1) * classes, inputs * classes)
    words = f"{report.examples} examples of {len(report.labels)} classes, taught by a person"
    figures = {"accuracy": report.accuracy, "log_loss": report.log_loss, "ece": report.ece}
    return Card(
        name=name,
        version=version,
        title=title,
        task=TASK,
        description=f"Tells {len(report.labels)} classes apart, taught from a person's own examples.",
        licence=backbone.licence,
        input=backbone.input,
        answer=LOGITS,
        labels=report.labels,
        thresholds={LIKENESS: round(report.reject, 4)},
        layers=(*kept, last),
        history=tuple(
            EpochFigures(p.step, p.train_loss, p.train_accuracy, p.validation_loss, p.validation_accuracy)
            for p in report.curve
        ),
        metrics=tuple(Metric(k, round(v, 5), words, report.protocol, program_version()) for k, v in figures.items()),
        provenance=Provenance(words, f"mindseye teach {name}", program_version()),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
        confusion=report.confusion,
    )
