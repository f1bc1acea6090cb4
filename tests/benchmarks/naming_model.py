"""A small real model that names pictures, and pictures for it: dark ones are cats, light ones dogs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from mindseye import images
from mindseye.models.card import Card, Layer, write_card
from mindseye.models.session import Session
from mindseye.types import RGB, InputSpec
from tests import tiny

SPEC = InputSpec(width=4, height=4, fit="stretch")
LAYERS = (Layer("flatten", "flatten", (48,)), Layer("logits", "linear", (2,), 98, 96))


def write_naming_model(place: Path, name: str = "shades", **changes: object) -> Card:
    """Write `place/NAME/1/`: the mean brightness m of a picture gives the logits 6 · (½ − m) and 6 · (m − ½)."""
    folder = place / name / "1"
    folder.mkdir(parents=True)
    rows = np.array([[-6.0], [6.0]], np.float32) * np.full((1, 48), 1 / 48, np.float32)
    weights = {"logits.weight": rows, "logits.bias": np.array([3.0, -3.0], np.float32)}
    tiny.write_onnx(folder / "model.onnx", LAYERS, weights, (3, 4, 4))
    (folder / "LICENCE").write_text("Public domain.\n", encoding="utf-8")
    batch = images.prepare(tiny.photo(), SPEC)[None]
    answers = Session(folder / "model.onnx").run(batch, ["logits"])
    np.savez_compressed(folder / "example.npz", input=batch, logits=answers["logits"])
    card = replace(
        tiny.card_of(folder, name), task="classify", input=SPEC, answer="logits", labels=("cat", "dog"),
        labels_zh=("猫", "狗"), thresholds={}, layers=LAYERS,
    )  # fmt: skip
    write_card(replace(card, **changes), folder)
    return card


def shade(brightness: float) -> RGB:
    """Return a grey picture with some stripes: its mean brightness is what is asked for, 0 to 1."""
    rows = np.full((24, 32, 3), round(255 * brightness), np.uint8)
    rows[::4] += 2
    return rows


def write_shades(folder: Path, shades: dict[str, list[float]]) -> None:
    """Write `folder/LABEL/NUMBER.png` for each brightness."""
    for label, values in shades.items():
        (folder / label).mkdir(parents=True, exist_ok=True)
        for number, value in enumerate(values):
            cv2.imwrite(str(folder / label / f"{number}.png"), shade(value)[..., ::-1])
