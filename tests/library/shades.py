"""A tiny model that names the colour of a picture, and pictures for it; small enough to label hundreds in a second."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from mindseye.models.card import Card, LabelGroup, Layer, Provenance, write_card
from mindseye.models.session import Session
from mindseye.types import InputSpec
from tests.tiny import write_onnx

SIDE = 8
COLOURS = ("red", "green", "blue")
LAYERS = (Layer("flatten", "flatten", (3 * SIDE * SIDE,)), Layer("logits", "linear", (3,)))
GROUPS = (LabelGroup("warm", "暖色", (0,)), LabelGroup("cold", "冷色", (1, 2)))
SHARPNESS = 8.0
REJECT = 0.5


def write_shades(place: Path, name: str = "shades", version: str = "1", **changes: Any) -> Path:
    """Write `place/NAME/VERSION/`, a model whose logits are SHARPNESS times the mean of red, green and blue."""
    folder = place / name / version
    folder.mkdir(parents=True)
    weight = np.repeat(np.eye(3, dtype=np.float32), SIDE * SIDE, axis=1) * SHARPNESS / SIDE**2  # (3, 192)
    weights = {"logits.weight": weight, "logits.bias": np.zeros(3, np.float32)}
    write_onnx(folder / "model.onnx", LAYERS, weights, (3, SIDE, SIDE))
    batch = np.random.default_rng(1).random((2, 3, SIDE, SIDE), np.float32)
    np.savez_compressed(
        folder / "example.npz", input=batch, logits=Session(folder / "model.onnx").run(batch, ["logits"])["logits"]
    )
    (folder / "LICENCE").write_text("Public domain.\n", encoding="utf-8")
    data = (folder / "model.onnx").read_bytes()
    card = {
        "name": name, "version": version, "title": "Shades", "task": "classify", "description": "For tests.",
        "licence": "CC0-1.0", "input": InputSpec(SIDE, SIDE, fit="stretch"), "answer": "logits", "labels": COLOURS,
        "labels_zh": ("红", "绿", "蓝"), "groups": GROUPS, "thresholds": {"reject": REJECT}, "layers": LAYERS,
        "history": (), "metrics": (), "provenance": Provenance("none", "tests", "0000000"),
        "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data),
    }  # fmt: skip
    write_card(Card(**(card | changes)), folder)
    return folder


def fill(path: Path, colour: tuple[int, int, int], size: tuple[int, int] = (40, 30)) -> Path:
    """Write a picture of one colour."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path)
    return path


def expected(colour: tuple[int, int, int]) -> dict[str, float]:
    """Return what the model should be sure of, by plain arithmetic: names and probabilities."""
    powers = [math.exp(SHARPNESS * value / 255) for value in colour]
    probabilities = [power / sum(powers) for power in powers]
    if max(probabilities) < REJECT:
        return {}
    sure = {name: p for name, p in zip(COLOURS, probabilities, strict=True) if p >= 0.5}
    warm = probabilities[0]
    return sure | {name: p for name, p in (("warm", warm), ("cold", 1 - warm)) if p >= 0.3}
