"""From a finished run of two towers to one model folder: the drawings' network, and the photos' layer beside it."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from mindseye import images
from mindseye.errors import DataError, ModelError
from mindseye.lab import onnx_file
from mindseye.lab.backbone import layers_of
from mindseye.lab.calibration import temperature
from mindseye.lab.data.features import Report
from mindseye.lab.data.sketchy import Split, load_split
from mindseye.lab.data.sketchy_names import chinese, english
from mindseye.lab.export import BACKBONE_LICENCE
from mindseye.lab.nets.efficientnet_lite import EfficientNetLite, fused
from mindseye.lab.nets.sketch_towers import SketchTowers
from mindseye.lab.recipe import SketchRecipe
from mindseye.lab.sketch_towers import map_of, own_found, vectors_of_drawings, vectors_of_photos
from mindseye.models.card import Card, EpochFigures, Layer, Metric, Provenance, write_card
from mindseye.models.registry import Models, check_folder
from mindseye.models.session import Session
from mindseye.types import InputSpec
from mindseye.version import commit

OUTPUTS = ("vector", "map", "logits")
LEAST_ALIKE = 0.995  # mean cosine of the served vectors to torch's: what float16 weights may cost


class Served(nn.Module):
    """The drawings' tower as it is served: vector, map, and logits over the classes that it learned."""

    def __init__(self, net: SketchTowers, sharpness: float) -> None:
        super().__init__()
        self.backbone, self.sketch = net.backbone, net.sketch
        self.register_buffer("classes", sharpness * nn.functional.normalize(net.proxies.detach(), dim=1).T)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(n, 3, side, side) → (n, dim) of unit length, (n, 1280, rows, cols), (n, classes)."""
        seen = self.backbone.features(x)
        vector = nn.functional.normalize(self.sketch(seen.mean((2, 3))), dim=1)
        return vector, seen, vector @ self.classes


def export_sketch(
    recipe: SketchRecipe, models: Models, data: Path, run: Path, target: Path, looked: Report, version: str = "1"
) -> Card:
    """Write `target/NAME/VERSION/` from the run's last checkpoint and return its card; an older one is replaced.

    Raises DataError without a checkpoint, ModelError if ONNX and torch differ.
    """
    split = load_split(recipe, models, data, run.parent / "features" / "sketchy", looked)
    net, checkpoint = _trained(recipe, run, split)
    sharpness = _sharpness(net, split, recipe.input)
    served, example = Served(net, sharpness).eval(), _example(recipe.input)
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        _write(served, net, example, folder / "model.onnx")
        session = Session(folder / "model.onnx")
        told = session.run(example, ["vector"])["vector"]
        np.savez_compressed(folder / "example.npz", allow_pickle=False, input=example.astype(np.float16), vector=told)
        shutil.copyfile(BACKBONE_LICENCE, folder / "LICENCE")
        figures = _figures(net, session, split, recipe.input)
        layers = _layers(net, recipe.input)
        write_card(_card(recipe, checkpoint, folder, version, split, figures, sharpness, layers), folder)
        check_folder(folder)
        place = target / recipe.name / version
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
    return check_folder(place)


def _trained(recipe: SketchRecipe, run: Path, split: Split) -> tuple[SketchTowers, dict[str, Any]]:
    """Return the averaged towers, and the checkpoint that they come from."""
    path = run / "checkpoint.pt"
    if not path.exists():
        raise DataError(f"{run} holds no checkpoint: train first with `mindseye lab train {recipe.name} --data DIR`.")
    checkpoint: dict[str, Any] = torch.load(path, weights_only=True)
    channels, classes = split.train.photos.shape[-1], len(split.train.classes)
    net = SketchTowers(fused(EfficientNetLite(recipe.network).eval()), channels, recipe.dim, classes)
    net.load_state_dict({k.removeprefix("module."): v for k, v in checkpoint["average"].items() if k != "n_averaged"})
    return net.eval(), checkpoint


def _sharpness(net: SketchTowers, split: Split, spec: InputSpec) -> float:
    """Return what cosines to the proxies are multiplied by, so that "looks like" is as sure as it is right."""
    held = split.validation
    with torch.inference_mode():
        proxies = nn.functional.normalize(net.proxies, dim=1)
        cosines = torch.from_numpy(vectors_of_drawings(net, held, spec)) @ proxies.T
    return 16.0 / temperature(16.0 * cosines, torch.from_numpy(held.drawing_classes))


def _write(served: Served, net: SketchTowers, example: NDArray[np.float32], path: Path) -> None:
    """Write the drawings' tower; the weights of both towers' last layers are outputs, free until they are asked for."""
    model = onnx_file.traced(served, torch.from_numpy(example), OUTPUTS)
    for weight in model.graph.initializer:
        if weight.name in ("sketch.weight", "sketch.bias"):
            onnx_file.expose(model, weight.name)
    for name, value in (("photo.weight", net.photo_axes()), ("photo.bias", net.photo.bias)):
        model.graph.initializer.append(numpy_helper.from_array(value.detach().numpy().astype(np.float32), name))
        onnx_file.expose(model, name)
    onnx_file.save(model, path)


def _example(spec: InputSpec) -> NDArray[np.float32]:
    """Return two drawings, a circle and a house, as the network's input, exact in float16."""
    sheets = np.full((2, 200, 240, 3), 255, np.uint8)
    cv2.circle(sheets[0], (120, 100), 70, (0, 0, 0), 3, cv2.LINE_AA)
    cv2.rectangle(sheets[1], (60, 100), (180, 180), (0, 0, 0), 3, cv2.LINE_AA)
    cv2.polylines(sheets[1], [np.array([[50, 100], [120, 30], [190, 100]], np.int32)], True, (0, 0, 0), 3, cv2.LINE_AA)
    batch = np.stack([images.prepare(sheet, spec) for sheet in sheets])
    return batch.astype(np.float16).astype(np.float32)


def _figures(net: SketchTowers, session: Session, split: Split, spec: InputSpec) -> dict[str, float]:
    """Return validation figures of the served file; ModelError if it differs too much from torch."""
    from mindseye.lab.sketch_towers import inputs

    held = split.validation
    batches = [held.drawings[n : n + 64] for n in range(0, len(held.drawings), 64)]
    asked = (np.ascontiguousarray(inputs(part, spec).numpy()) for part in batches)
    sketches = np.concatenate([session.run(x, ["vector"])["vector"] for x in asked])
    photos = vectors_of_photos(net, held)
    alike = float((sketches * vectors_of_drawings(net, held, spec)).sum(axis=1).mean())
    if alike < LEAST_ALIKE:
        raise ModelError(f"The exported model differs from torch: mean cosine {alike:.4f} instead of {LEAST_ALIKE}.")
    first, in_five = own_found(sketches @ photos.T, held)
    return {"map": map_of(sketches @ photos.T, held), "recall@1": first, "recall@5": in_five}


def _layers(net: SketchTowers, spec: InputSpec) -> tuple[Layer, ...]:
    """Return the card's description of the drawings' tower, for one drawing."""
    backbone = [layer for layer in layers_of(net.backbone, spec) if layer.name != "logits"]
    weights, bias = net.sketch.weight.numel(), net.sketch.bias.numel()
    return (*backbone, Layer("vector", "linear", (net.sketch.out_features,), weights + bias, weights))


def _card(
    recipe: SketchRecipe,
    checkpoint: dict[str, Any],
    folder: Path,
    version: str,
    split: Split,
    figures: dict[str, float],
    sharpness: float,
    layers: tuple[Layer, ...],
) -> Card:
    weights, train, held = (folder / "model.onnx").read_bytes(), split.train, split.validation
    names = [field.name for field in dataclasses.fields(EpochFigures)]
    history = [{k: round(v, 5) if k != "epoch" else v for k, v in e.items()} for e in checkpoint["history"]]
    words = f"Sketchy, {len(train.classes)} classes: {len(train.drawings)} drawings, {len(train.photos)} photos"
    if split.icons is not None:
        words += f"; {len(split.icons.drawings)} icons of fonts of open licences"
    kept = f"{len(held.drawings)} drawings and {len(held.photos)} photos held back"
    protocol = f"{kept}; drawings are queries, their class's photos the positives; after {len(history)} epochs"
    return Card(
        name=recipe.name,
        version=version,
        title=recipe.title,
        task=recipe.task,
        description=recipe.description,
        licence="Apache-2.0",
        input=recipe.input,
        answer="vector",
        labels=tuple(english(name) for name in train.classes),
        labels_zh=tuple(chinese(name) for name in train.classes),
        thresholds={},
        layers=layers,
        history=tuple(EpochFigures(**{name: e[name] for name in names}) for e in history),
        metrics=tuple(Metric(name, round(value, 5), words, protocol, commit()) for name, value in figures.items()),
        provenance=Provenance(
            words,
            f"mindseye lab train {recipe.name}",
            checkpoint["commit"],
            recipe.seed,
            f"{recipe.notes} Photos by `{recipe.descriptor}` of `{recipe.backbone}`. An epoch's accuracy is the share "
            f"of drawings whose nearest photo is of their class, in training within a batch. Cosines to the classes' "
            f"proxies × {sharpness:.3g}, fitted on the validation part.",
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )
