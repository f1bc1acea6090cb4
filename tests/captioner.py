"""Two tiny real models that describe a picture by its colour: "A red wall is here.", and pictures for them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from mindseye.models.card import Card, Provenance, write_card
from mindseye.types import RGB, InputSpec

SIDE, GRID = 16, 4
WORDS = ("<end>", "<unknown>", "a", "red", "green", "blue", "wall", "is", "here")
FOLLOWS = {0: (2,), 2: (3, 4, 5), 3: (6,), 4: (6,), 5: (6,), 6: (7,), 7: (8,), 8: (0,)}
SHARPNESS = 12.0  # of colours in log-odds
COLOURS = {"red": (220, 30, 40), "green": (30, 200, 50), "blue": (40, 30, 230)}


def sentence(colour: str) -> str:
    return f"A {colour} wall is here."


def wall(colour: str, seed: int = 0, height: int = 96, width: int = 128) -> RGB:
    """Return a rough wall of a colour: soft blotches, as photos have them, and no two seeds alike."""
    rough = np.random.default_rng(seed).normal(0, 1, (6, 8, 3)).astype(np.float32)
    blotches = np.stack([np.asarray(Image.fromarray(rough[..., c]).resize((width, height))) for c in range(3)], -1)
    return np.clip(np.array(COLOURS[colour]) + 18 * blotches, 0, 255).astype(np.uint8)


def write_walls(folder: Path, colours: dict[str, str]) -> None:
    """Write pictures by file name."""
    for seed, (name, colour) in enumerate(colours.items()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(wall(colour, seed)).save(folder / name)


def write_captioner(zoo: Path, version: str = "1", order: tuple[str, ...] = WORDS) -> None:
    """Write the model `caption`, whose words may be others, and once a backbone `photo` newer than the usual one."""
    if not (zoo / "photo").exists():
        _write(
            zoo / "photo" / "99", _backbone(), task="classify", answer="logits", labels=("r", "g", "b"), name="photo"
        )
    thresholds = {"sure": 0.5, "confidence.slope": 4.0, "confidence.offset": 4.0}
    _write(zoo / "caption" / version, _decoder(), task="caption", answer="log_odds", labels=order, name="caption",
           thresholds=thresholds)  # fmt: skip


def _backbone() -> Any:
    nodes = [
        helper.make_node("AveragePool", ["input"], ["map"], kernel_shape=[GRID] * 2, strides=[GRID] * 2),
        helper.make_node("GlobalAveragePool", ["map"], ["mean"]),
        helper.make_node("Flatten", ["mean"], ["logits"]),
    ]
    outputs = [_value("map", ["batch", 3, GRID, GRID]), _value("logits", ["batch", 3])]
    return helper.make_graph(nodes, "photo", [_value("input", ["batch", 3, SIDE, SIDE])], outputs)


def _decoder() -> Any:
    """A chain of words, in which the picture's mean colour says which colour is named, and looks where it is."""
    bigrams = np.full((len(WORDS), len(WORDS)), -40.0, np.float32)
    for word, nexts in FOLLOWS.items():
        bigrams[word, list(nexts)] = 0.0
    names = np.zeros((3, len(WORDS)), np.float32)
    names[[0, 1, 2], [3, 4, 5]] = SHARPNESS
    stored = {"bigrams": bigrams, "names": names, "cells.shape": np.array([0, 3, -1]),
              "twice.shape": np.array([0, 1, 3]), "first": np.array(0)}  # fmt: skip
    nodes = [
        helper.make_node("Reshape", ["map", "cells.shape"], ["flat"]),
        helper.make_node("Transpose", ["flat"], ["cells"], perm=[0, 2, 1]),
        helper.make_node("Identity", ["cells"], ["keys"]),
        helper.make_node("Reshape", ["logits", "twice.shape"], ["once"]),
        helper.make_node("Concat", ["once", "once"], ["state"], axis=1),
        helper.make_node("Gather", ["state.before", "first"], ["colour"], axis=1),
        helper.make_node("Gather", ["bigrams", "words"], ["usual"], axis=0),
        helper.make_node("MatMul", ["colour", "names"], ["named"]),
        helper.make_node("Add", ["usual", "named"], ["odds"]),
        helper.make_node("LogSoftmax", ["odds"], ["log_odds"], axis=-1),
        helper.make_node("Identity", ["state.before"], ["state.next"]),
        helper.make_node("Transpose", ["keys.seen"], ["across"], perm=[1, 0]),
        helper.make_node("MatMul", ["colour", "across"], ["likeness"]),
        helper.make_node("Add", ["likeness", "likeness"], ["sharper"]),
        helper.make_node("Softmax", ["sharper"], ["attention"], axis=-1),
        helper.make_node("Identity", ["cells.seen"], ["cells.kept"]),
    ]
    inputs = [
        _value("map", ["batch", 3, GRID, GRID]),
        _value("logits", ["batch", 3]),
        helper.make_tensor_value_info("words", TensorProto.INT64, ["beams"]),
        _value("state.before", ["beams", 2, 3]),
        _value("cells.seen", ["cells", 3]),
        _value("keys.seen", ["cells", 3]),
    ]
    outputs = [
        _value("cells", ["batch", "cells", 3]),
        _value("keys", ["batch", "cells", 3]),
        _value("state", ["batch", 2, 3]),
        _value("log_odds", ["beams", len(WORDS)]),
        _value("state.next", ["beams", 2, 3]),
        _value("attention", ["beams", "cells"]),
        _value("cells.kept", ["cells", 3]),
    ]
    arrays = [numpy_helper.from_array(np.asarray(value), name) for name, value in stored.items()]
    return helper.make_graph(nodes, "caption", inputs, outputs, arrays)


def _value(name: str, shape: list[Any]) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _write(folder: Path, graph: Any, **fields: Any) -> None:
    folder.mkdir(parents=True)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(folder / "model.onnx"))
    data = (folder / "model.onnx").read_bytes()
    card = {"version": folder.name, "title": "Walls", "description": "For tests.", "licence": "CC0-1.0",
            "input": InputSpec(SIDE, SIDE, fit="stretch"), "thresholds": {}, "layers": (), "history": (),
            "metrics": (), "provenance": Provenance("none", "tests/captioner.py", "0000000"),
            "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}  # fmt: skip
    write_card(Card(**(card | fields)), folder)
