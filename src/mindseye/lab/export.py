"""From a finished run to a model folder: card.json + model.onnx + example.npz, compared with torch before it counts."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval
from torch.utils.data import DataLoader

from mindseye import glyphs, images, metrics
from mindseye.errors import DataError, ModelError
from mindseye.lab import onnx_file
from mindseye.lab.calibration import fold, temperature
from mindseye.lab.data import Splits, load_data
from mindseye.lab.nets import build_net
from mindseye.lab.nets.efficientnet_lite import InvertedResidual
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
    nn.AvgPool2d: "avgpool",
    nn.AdaptiveAvgPool2d: "avgpool",
    nn.Sequential: "conv",
    InvertedResidual: "mbconv",
    nn.Flatten: "flatten",
    nn.Linear: "linear",
}
LICENCE_TEXT = Path(__file__).parent / "WEIGHTS-LICENCE.txt"
BACKBONE_LICENCE = Path(__file__).parent / "BACKBONE-LICENCE.txt"
CALIBRATED = "classify"  # the task whose probabilities are compared between models
VALIDATED = 50  # pictures at a time
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
    net, checkpoint = trained(recipe, run)
    form, splits = _form(recipe), load_data(recipe, data)
    logits, targets = logits_of(form.asked(net), splits.validation)
    divisor = temperature(logits, targets) if recipe.task == CALIBRATED else 1.0
    fold(net, divisor)
    example = example_batch(recipe)
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        form.write(net, example, folder / "model.onnx")
        session, answer = Session(folder / "model.onnx"), list(net._modules)[-1]
        told = session.run(example, [answer])[answer]
        _compare(form.asked(net), example, told)
        np.savez_compressed(
            folder / "example.npz", allow_pickle=False, **{"input": example.astype(form.stored), answer: told}
        )
        shutil.copyfile(form.licence, folder / "LICENCE")
        figures = _validate(recipe, splits, logits / divisor, session, answer)
        layers = form.layers(net, recipe.input)
        write_card(_card(recipe, answer, layers, checkpoint, folder, version, splits, figures, divisor), folder)
        check_folder(folder)
        place = target / recipe.name / version
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
    return check_folder(place)


@dataclass(frozen=True, slots=True)
class Form:
    """How a trained net becomes what is served."""

    write: Callable[[nn.Sequential, NDArray[np.float32], Path], None]
    asked: Callable[[nn.Sequential], nn.Module]  # a module that gives the logits as the served file does
    layers: Callable[[nn.Sequential, InputSpec], tuple[Layer, ...]]
    licence: Path
    stored: type[np.floating[Any]]  # of the example's input


def _form(recipe: Recipe) -> Form:
    if not recipe.mirrored:
        return Form(write_onnx, lambda net: net, layers_of, LICENCE_TEXT, np.float32)
    from mindseye.lab.mirrored import Looks, mirrored_layers, write_mirrored

    return Form(write_mirrored, Looks, mirrored_layers, BACKBONE_LICENCE, np.float16)


def example_batch(recipe: Recipe) -> NDArray[np.float32]:
    """Return drawn pictures as the network's input, (pictures, channels, height, width).

    For marks each label in OpenCV's stroke font; for photographs a disc and a frame, exact in float16.
    """
    if recipe.input.fit == "glyph":
        return np.stack([_drawn(label, recipe.input) for label in recipe.labels])
    sheets = np.full((2, 96, 128, 3), 200, np.uint8)
    cv2.circle(sheets[0], (60, 48), 30, (220, 40, 30), -1, cv2.LINE_AA)
    cv2.rectangle(sheets[1], (20, 30), (100, 70), (30, 90, 200), 6, cv2.LINE_AA)
    batch = np.stack([images.prepare(sheet, recipe.input) for sheet in sheets])
    return batch.astype(np.float16).astype(np.float32)


def write_onnx(net: nn.Sequential, example: NDArray[np.float32], path: Path) -> None:
    """Write the net with every layer's output and weights as named outputs, weights stored as float16."""
    model = onnx_file.traced(Traced(net), torch.from_numpy(example), list(net._modules))
    _expose_weights(model)
    onnx_file.save(model, path)


def _expose_weights(model: Any) -> None:
    """Make each weight an output under its own name (`fc1.weight`), in place; free until it is asked for."""
    for weight in model.graph.initializer:
        if weight.name.startswith("net."):
            name = weight.name.removeprefix("net.")
            for node in model.graph.node:
                node.input[:] = [name if used == weight.name else used for used in node.input]
            weight.name = name
            onnx_file.expose(model, name)


def layers_of(net: nn.Sequential, spec: InputSpec) -> tuple[Layer, ...]:
    """Return the card's description of each layer, with shapes, weights and multiply-adds for one picture."""
    x = torch.zeros(1, spec.channels, spec.height, spec.width)
    layers = []
    for name, module in net.named_children():
        before, x = x, module(x)
        layers.append(_layer(name, module, before, tuple(x.shape[1:])))
    return tuple(layers)


def _layer(name: str, module: nn.Module, before: Tensor, shape: tuple[int, ...]) -> Layer:
    kind, parameters = KINDS[type(module)], sum(p.numel() for p in module.parameters())
    work = multiply_adds(module, before)
    if isinstance(module, nn.Conv2d):
        sizes = (int(module.kernel_size[0]), int(module.stride[0]), int(module.padding[0]))
        return Layer(name, kind, shape, parameters, work, *sizes)
    if isinstance(module, nn.MaxPool2d | nn.AvgPool2d):
        return Layer(name, kind, shape, kernel=int(str(module.kernel_size)), stride=int(str(module.stride)), padding=0)
    return Layer(name, kind, shape, parameters, work)


@torch.inference_mode()
def multiply_adds(part: nn.Module, x: Tensor) -> int:
    """Count for one picture: each convolution multiplies its kernel once for every value, each linear its weights."""
    counted: list[int] = []

    def count(module: nn.Module, _: object, out: Tensor) -> None:
        if isinstance(module, nn.Conv2d):
            counted.append(module.weight[0].numel() * out[0].numel())
        elif isinstance(module, nn.Linear):
            counted.append(module.weight.numel())

    hooks = [module.register_forward_hook(count) for module in part.modules()]
    part(x)
    for hook in hooks:
        hook.remove()
    return sum(counted)


def trained(recipe: Recipe, run: Path) -> tuple[nn.Sequential, dict[str, Any]]:
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
    return nn.Sequential(kept).to(memory_format=torch.contiguous_format).eval()


def _compare(net: nn.Module, example: NDArray[np.float32], logits: NDArray[np.float32]) -> None:
    with torch.inference_mode():
        expected = net(torch.from_numpy(example)).numpy()
    worst = float(np.abs(logits - expected).max())
    if worst > 0.02 * max(1.0, float(np.abs(expected).max())):
        raise ModelError(f"The exported model differs from torch by {worst:.3g} on its example.")


def _validate(
    recipe: Recipe, splits: Splits, expected: Tensor, session: Session, answer: str
) -> tuple[dict[str, float], float]:
    """Return validation figures of the served file, and its rejection threshold.

    `expected` (n, classes) are the logits that torch gives.
    """
    batches = list(DataLoader(splits.validation, VALIDATED))
    logits = torch.cat([torch.from_numpy(session.run(x.numpy(), [answer])[answer]) for x, _ in batches])
    targets = torch.cat([y for _, y in batches])
    accuracy, reference = (float((v.argmax(1) == targets).float().mean()) for v in (logits, expected))
    if reference - accuracy > MOST_LOST:
        raise ModelError(
            f"float16 weights cost too much: validation accuracy {accuracy:.4f} instead of {reference:.4f}."
        )
    figures = {"accuracy": accuracy}
    if recipe.task == CALIBRATED:
        odds = torch.softmax(logits.double(), 1).numpy()
        figures["log_loss"] = metrics.log_loss(odds, targets.numpy())
        figures["ece"] = metrics.expected_calibration_error(odds, targets.numpy())
    best = torch.softmax(logits, 1).amax(1)
    return figures, float(torch.quantile(best, recipe.false_rejects))


def _card(
    recipe: Recipe,
    answer: str,
    layers: tuple[Layer, ...],
    checkpoint: dict[str, Any],
    folder: Path,
    version: str,
    splits: Splits,
    validated: tuple[dict[str, float], float],
    divisor: float,
) -> Card:
    figures, reject = validated
    weights = (folder / "model.onnx").read_bytes()
    protocol = f"validation part, served ONNX, after {len(checkpoint['history'])} epochs"
    calibrated = f"Logits divided by {divisor:.3g}, fitted on the validation part." if divisor != 1.0 else ""
    notes = " ".join(note for note in (recipe.notes, splits.notes, calibrated) if note)
    history = [{k: round(v, 5) for k, v in epoch.items() if k != "seconds"} for epoch in checkpoint["history"]]
    return Card(
        name=recipe.name,
        version=version,
        title=recipe.title,
        task=recipe.task,
        description=recipe.description,
        licence="Apache-2.0",
        input=recipe.input,
        answer=answer,
        labels=recipe.labels,
        labels_zh=recipe.labels_zh,
        thresholds={"reject": round(reject, 4)} if recipe.outliers else {},
        layers=layers,
        history=tuple(EpochFigures(**{**epoch, "epoch": int(epoch["epoch"])}) for epoch in history),
        metrics=tuple(
            Metric(name, round(value, 5), splits.words, protocol, commit()) for name, value in figures.items()
        ),
        provenance=Provenance(
            splits.words, f"mindseye lab train {recipe.name}", checkpoint["commit"], recipe.seed, notes
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )


def _drawn(label: str, spec: InputSpec) -> NDArray[np.float32]:
    canvas = np.zeros((96, 96), np.uint8)
    cv2.putText(canvas, label, (24, 76), cv2.FONT_HERSHEY_SIMPLEX, 2.4, 255, 8, cv2.LINE_AA)
    fitted = glyphs.fit(canvas.astype(np.float32) / 255.0, spec.box, spec.width, spec.height)
    return images.normalise(fitted[None], spec)
