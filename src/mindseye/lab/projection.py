"""From a finished run of metric learning to a model folder: a projection of descriptors, served without torch."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from mindseye.descriptors.pooling import TINY, unit
from mindseye.errors import DataError, ModelError
from mindseye.lab import onnx_file
from mindseye.lab.export import LICENCE_TEXT
from mindseye.lab.nets import build_net
from mindseye.lab.recipe import MetricRecipe
from mindseye.models.card import Card, EpochFigures, Layer, Metric, Provenance, write_card
from mindseye.models.registry import check_folder
from mindseye.models.session import Session
from mindseye.types import InputSpec
from mindseye.version import commit

Floats = NDArray[np.float32]
EXAMPLES = 3  # made-up descriptors in example.npz


def export_projection(recipe: MetricRecipe, run: Path, target: Path, version: str = "1") -> Card:
    """Write `target/NAME/VERSION/` from the run's last checkpoint and return its card; an older one is replaced.

    Raises ModelError if the ONNX file and numpy differ by more than what float16 weights cost.
    """
    projection, bias, checkpoint = _trained(recipe, run)
    example = unit(np.random.default_rng(recipe.seed).random((EXAMPLES, projection.shape[1]), np.float32))
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        write_projection(projection, bias, folder / "model.onnx")
        vectors = Session(folder / "model.onnx").run(example, ["vectors"])["vectors"]
        worst = float(np.abs(vectors - unit(example @ projection.T + bias)).max())
        if worst > 5e-3:
            raise ModelError(f"The exported projection differs from the trained one by {worst:.3g} on its example.")
        np.savez_compressed(folder / "example.npz", allow_pickle=False, input=example, vectors=vectors)
        shutil.copyfile(LICENCE_TEXT, folder / "LICENCE")
        write_card(_card(recipe, projection.shape, checkpoint, folder, version), folder)
        place = target / recipe.name / version
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
    return check_folder(place)


def write_projection(projection: Floats, bias: Floats, path: Path) -> None:
    """Write rows (n, channels) → unit length → rows projectionᵀ + bias → unit length (n, dim), weights as float16."""
    dim, channels = projection.shape
    weights = {"projection.weight": projection.T, "projection.bias": bias, "tiny": np.array(TINY, np.float32)}
    axis = numpy_helper.from_array(np.array([1], np.int64), "axis")

    def to_unit(given: str, made: str) -> list[Any]:
        return [
            helper.make_node("ReduceL2", [given, "axis"], [f"{made}.norm"], keepdims=1),
            helper.make_node("Max", [f"{made}.norm", "tiny"], [f"{made}.length"]),
            helper.make_node("Div", [given, f"{made}.length"], [made]),
        ]

    linear = helper.make_node("Gemm", ["unit", "projection.weight", "projection.bias"], ["projection"])
    graph = helper.make_graph(
        [*to_unit("input", "unit"), linear, *to_unit("projection", "vectors")],
        "projection",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", channels])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", dim]) for name in ("projection", "vectors")],
        [axis, *(numpy_helper.from_array(np.ascontiguousarray(w, np.float32), name) for name, w in weights.items())],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx_file.save(model, path)


def _trained(recipe: MetricRecipe, run: Path) -> tuple[Floats, Floats, dict[str, Any]]:
    """Return projection (dim, channels), bias (dim,) of the averaged head, and the checkpoint they come from."""
    path = run / "checkpoint.pt"
    if not path.exists():
        raise DataError(f"{run} holds no checkpoint: train first with `mindseye lab train {recipe.name} --data DIR`.")
    checkpoint: dict[str, Any] = torch.load(path, weights_only=True)
    net = build_net(recipe.net)
    net.load_state_dict({k.removeprefix("module."): v for k, v in checkpoint["average"].items() if k != "n_averaged"})
    layer = next(m for m in net.modules() if isinstance(m, nn.Linear))
    return layer.weight.detach().numpy(), layer.bias.detach().numpy(), checkpoint


def _card(recipe: MetricRecipe, shape: tuple[int, ...], checkpoint: dict[str, Any], folder: Path, version: str) -> Card:
    weights = (folder / "model.onnx").read_bytes()
    dim, channels = shape
    names = [field.name for field in dataclasses.fields(EpochFigures)]
    history = [{k: round(v, 5) if k != "epoch" else v for k, v in e.items()} for e in checkpoint["history"]]
    protocol = f"validation part, after {len(history)} epochs; view 0 of each picture is a query, all others are ranked"
    sources = ", ".join(name for name, share in recipe.mix if share > 0)
    return Card(
        name=recipe.name,
        version=version,
        title=recipe.title,
        task=recipe.task,
        description=recipe.description,
        licence="Apache-2.0",
        input=InputSpec(width=channels, height=1, channels=1, fit="stretch"),  # a row of numbers, not a picture
        answer="vectors",
        labels=(),
        thresholds={},
        layers=(Layer("projection", "linear", (dim,), dim * channels + dim, dim * channels),),
        history=tuple(EpochFigures(**{name: e[name] for name in names}) for e in history),
        metrics=tuple(
            Metric(name, history[-1][name], sources, protocol, commit()) for name in ("class_map", "view_map")
        ),
        provenance=Provenance(
            sources,
            f"mindseye lab train {recipe.name}",
            checkpoint["commit"],
            recipe.seed,
            f"On descriptors `{recipe.descriptor}` of the backbone `{recipe.backbone}`.",
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )
