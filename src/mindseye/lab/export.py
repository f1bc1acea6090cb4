"""From a finished run to a model folder: card.json + model.onnx + example.npz, compared with torch before it counts."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
import warnings
from collections import OrderedDict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from mindseye import glyphs, images
from mindseye.errors import DataError, ModelError
from mindseye.lab.data import Splits, load_data
from mindseye.lab.nets import build_net
from mindseye.lab.recipe import Recipe
from mindseye.lab.train import logits_of
from mindseye.models.card import Card, EpochFigures, Layer, Metric, Provenance, write_card
from mindseye.models.registry import check_folder
from mindseye.models.session import Session
from mindseye.types import InputSpec
from mindseye.version import commit

KINDS: dict[type[nn.Module], str] = {
    nn.Conv2d: "conv",
    nn.ReLU: "relu",
    nn.MaxPool2d: "maxpool",
    nn.Flatten: "flatten",
    nn.Linear: "linear",
}
LICENCE_TEXT = Path(__file__).parent / "WEIGHTS-LICENCE.txt"
MOST_LOST = 0.002  # of validation accuracy, by storing weights as float16


class Traced(nn.Module):
    """Returns every layer's output, so that the ONNX file can be looked into."""

    def __init__(self, net: nn.Sequential) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        outputs = []
        for layer in self.net:
            x = layer(x)
            outputs.append(x)
        return tuple(outputs)


def export(recipe: Recipe, data: Path, run: Path, target: Path, version: str = "1") -> Card:
    """Write `target/NAME/VERSION/` from the run's last checkpoint and return its card; an older one is replaced.

    Raises ModelError if ONNX and torch differ, or if float16 weights cost more than 0.2 points of validation accuracy.
    """
    net, checkpoint = _trained(recipe, run)
    example = example_batch(recipe)
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        write_onnx(net, example, folder / "model.onnx")
        session, answer = Session(folder / "model.onnx"), list(net._modules)[-1]
        logits = session.run(example, [answer])[answer]
        _compare(net, example, logits)
        np.savez_compressed(folder / "example.npz", allow_pickle=False, **{"input": example, answer: logits})
        shutil.copyfile(LICENCE_TEXT, folder / "LICENCE")
        splits = load_data(recipe, data)
        figures = _validate(recipe, splits, net, session, answer)
        write_card(_card(recipe, net, checkpoint, folder, version, splits, figures), folder)
        check_folder(folder)
        place = target / recipe.name / version
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
    return check_folder(place)


def example_batch(recipe: Recipe) -> NDArray[np.float32]:
    """Return the labels drawn with OpenCV's stroke font, as the network's input: (labels, channels, height, width)."""
    return np.stack([_drawn(label, recipe.input) for label in recipe.labels])


def write_onnx(net: nn.Sequential, example: NDArray[np.float32], path: Path) -> None:
    """Write the net with every layer's output and weights as named outputs, weights stored as float16."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter deprecates parts of itself
        program = torch.onnx.export(
            Traced(net).eval(),
            (torch.from_numpy(example),),
            input_names=["input"],
            output_names=list(net._modules),
            dynamic_shapes=({0: torch.export.Dim("batch")},),
            dynamo=True,
            verbose=False,
            optimize=True,
        )
    assert program is not None
    model = program.model_proto
    _expose_weights(model)
    halve_weights(model)
    forget_traces(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _expose_weights(model: Any) -> None:
    """Make each weight an output under its own name (`fc1.weight`), in place; free until it is asked for."""
    graph = model.graph
    for weight in graph.initializer:
        if weight.name.startswith("net."):
            name = weight.name.removeprefix("net.")
            for node in graph.node:
                node.input[:] = [name if used == weight.name else used for used in node.input]
            weight.name = name
            graph.output.append(helper.make_tensor_value_info(name, weight.data_type, list(weight.dims)))


def halve_weights(model: Any) -> None:
    """Store each float32 weight as float16 followed by a Cast, in place: half the file, the same speed."""
    graph = model.graph
    for weight in [w for w in graph.initializer if w.data_type == TensorProto.FLOAT and np.prod(w.dims) > 16]:
        half = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), f"{weight.name}.half")
        graph.initializer.remove(weight)
        graph.initializer.append(half)
        graph.node.insert(0, helper.make_node("Cast", [half.name], [weight.name], to=TensorProto.FLOAT))


def forget_traces(model: Any) -> None:
    """Take out the exporter's notes, in place: they name files of the machine that it ran on."""
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
        for note in ("metadata_props", "doc_string"):
            if note in part.DESCRIPTOR.fields_by_name:
                part.ClearField(note)


def layers_of(net: nn.Sequential, spec: InputSpec) -> tuple[Layer, ...]:
    """Return the card's description of each layer, with shapes, weights and multiply-adds for one picture."""
    x = torch.zeros(1, spec.channels, spec.height, spec.width)
    layers = []
    for name, module in net.named_children():
        x = module(x)
        layers.append(_layer(name, module, tuple(x.shape[1:])))
    return tuple(layers)


def _layer(name: str, module: nn.Module, shape: tuple[int, ...]) -> Layer:
    kind, parameters = KINDS[type(module)], sum(p.numel() for p in module.parameters())
    if isinstance(module, nn.Conv2d):
        per_output = module.weight[0].numel()
        work = per_output * int(np.prod(shape))
        sizes = (int(module.kernel_size[0]), int(module.stride[0]), int(module.padding[0]))
        return Layer(name, kind, shape, parameters, work, *sizes)
    if isinstance(module, nn.MaxPool2d):
        return Layer(name, kind, shape, kernel=int(str(module.kernel_size)), stride=int(str(module.stride)), padding=0)
    work = module.weight.numel() if isinstance(module, nn.Linear) else 0
    return Layer(name, kind, shape, parameters, work)


def _trained(recipe: Recipe, run: Path) -> tuple[nn.Sequential, dict[str, Any]]:
    """Return the averaged network as it is served, and the checkpoint it comes from."""
    path = run / "checkpoint.pt"
    if not path.exists():
        raise DataError(f"{run} holds no checkpoint: train first with `mindseye lab train {recipe.name} --data DIR`.")
    checkpoint: dict[str, Any] = torch.load(path, weights_only=True)
    net = build_net(recipe.net, len(recipe.labels))
    weights = {k.removeprefix("module."): v for k, v in checkpoint["average"].items() if k.startswith("module.")}
    net.load_state_dict(weights)
    return served(net.eval()), checkpoint


def served(net: nn.Sequential) -> nn.Sequential:
    """Return what is left of a trained net when it answers: no dropout, and batch normalisation inside the weights."""
    kept: OrderedDict[str, nn.Module] = OrderedDict()
    for name, layer in net.named_children():
        if isinstance(layer, nn.BatchNorm2d):
            before, convolution = next(reversed(kept.items()))
            kept[before] = fuse_conv_bn_eval(convolution, layer)
        elif not isinstance(layer, nn.Dropout):
            kept[name] = layer
    return nn.Sequential(kept).eval()


def _compare(net: nn.Sequential, example: NDArray[np.float32], logits: NDArray[np.float32]) -> None:
    with torch.inference_mode():
        expected = net(torch.from_numpy(example)).numpy()
    worst = float(np.abs(logits - expected).max())
    if worst > 0.02 * max(1.0, float(np.abs(expected).max())):
        raise ModelError(f"The exported model differs from torch by {worst:.3g} on its example.")


def _validate(recipe: Recipe, splits: Splits, net: nn.Sequential, session: Session, answer: str) -> tuple[float, float]:
    """Return validation accuracy of the served file, and its rejection threshold."""
    expected, targets = logits_of(net, splits.validation)
    inputs = np.stack([splits.validation[i][0].numpy() for i in range(len(targets))])
    logits = torch.from_numpy(session.run(inputs, [answer])[answer])
    accuracy, reference = (float((v.argmax(1) == targets).float().mean()) for v in (logits, expected))
    if reference - accuracy > MOST_LOST:
        raise ModelError(
            f"float16 weights cost too much: validation accuracy {accuracy:.4f} instead of {reference:.4f}."
        )
    best = torch.softmax(logits, 1).amax(1)
    return accuracy, float(torch.quantile(best, recipe.false_rejects))


def _card(
    recipe: Recipe,
    net: nn.Sequential,
    checkpoint: dict[str, Any],
    folder: Path,
    version: str,
    splits: Splits,
    figures: tuple[float, float],
) -> Card:
    accuracy, reject = figures
    weights = (folder / "model.onnx").read_bytes()
    protocol = f"validation part, served ONNX, after {len(checkpoint['history'])} epochs"
    history = [{k: round(v, 5) for k, v in epoch.items() if k != "seconds"} for epoch in checkpoint["history"]]
    return Card(
        name=recipe.name,
        version=version,
        title=recipe.title,
        task=recipe.task,
        description=recipe.description,
        licence="Apache-2.0",
        input=recipe.input,
        answer=list(net._modules)[-1],
        labels=recipe.labels,
        thresholds={"reject": round(reject, 4)},
        layers=layers_of(net, recipe.input),
        history=tuple(EpochFigures(**{**epoch, "epoch": int(epoch["epoch"])}) for epoch in history),
        metrics=(Metric("accuracy", round(accuracy, 5), splits.words, protocol, commit()),),
        provenance=Provenance(
            splits.words, f"mindseye lab train {recipe.name}", checkpoint["commit"], recipe.seed, splits.notes
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )


def _drawn(label: str, spec: InputSpec) -> NDArray[np.float32]:
    canvas = np.zeros((96, 96), np.uint8)
    cv2.putText(canvas, label, (24, 76), cv2.FONT_HERSHEY_SIMPLEX, 2.4, 255, 8, cv2.LINE_AA)
    fitted = glyphs.fit(canvas.astype(np.float32) / 255.0, spec.box, spec.width, spec.height)
    return images.normalise(fitted[None], spec)
