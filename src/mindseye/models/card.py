"""The card: everything that must be known to run a model and to judge it, in one JSON file beside the weights."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mindseye.errors import ModelError
from mindseye.typed_json import parse
from mindseye.types import InputSpec

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}")
LAYER_KINDS = ("conv", "mbconv", "residual", "relu", "maxpool", "avgpool", "flatten", "linear", "softmax", "lstm")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer in order. Its output is the ONNX output of the same name; weights are `NAME.weight` and `NAME.bias`."""

    name: str
    kind: str
    shape: tuple[int, ...]  # of the output, without the batch: (channels, height, width) or (units,)
    parameters: int = 0
    multiply_adds: int = 0  # for one picture
    kernel: int | None = None
    stride: int | None = None
    padding: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in LAYER_KINDS:
            raise ValueError(
                f"layer {self.name!r} is of the unknown kind {self.kind!r}; known: {', '.join(LAYER_KINDS)}"
            )


@dataclass(frozen=True, slots=True)
class EpochFigures:
    """One point of the training curves."""

    epoch: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure and what makes it honest: on which data, by which protocol, of which commit."""

    metric: str
    value: float
    data: str
    protocol: str
    commit: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the weights come from."""

    data: str
    recipe: str
    commit: str
    seed: int | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class LabelGroup:
    """An everyday word for several labels, such as "dog" for a hundred breeds; `labels` are places in the card's."""

    name: str
    name_zh: str
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """See docs/cards.md for every field. `answer` names the ONNX output with the answer; `sha256` is model.onnx's."""

    name: str
    version: str
    title: str
    task: str
    description: str
    licence: str
    input: InputSpec
    answer: str
    labels: tuple[str, ...]
    thresholds: dict[str, float]
    layers: tuple[Layer, ...]
    history: tuple[EpochFigures, ...]
    metrics: tuple[Metric, ...]
    provenance: Provenance
    sha256: str
    bytes: int
    confusion: tuple[tuple[int, ...], ...] | None = None
    labels_zh: tuple[str, ...] = ()  # the labels in 中文, in the same order; empty where nobody has written them
    groups: tuple[LabelGroup, ...] = ()

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"name must be lower-case letters, digits and hyphens, at most 64, not {self.name!r}")
        if not VERSION.fullmatch(self.version):
            raise ValueError(f"version must be numbers with dots such as 1 or 2.1, not {self.version!r}")
        if self.labels_zh and len(self.labels_zh) != len(self.labels):
            raise ValueError(f"labels_zh has {len(self.labels_zh)} entries for {len(self.labels)} labels")
        places = {place for group in self.groups for place in group.labels}
        if places and not 0 <= min(places) <= max(places) < len(self.labels):
            raise ValueError(f"groups name labels beyond the {len(self.labels)} that there are")

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)

    @property
    def multiply_adds(self) -> int:
        return sum(layer.multiply_adds for layer in self.layers)

    @property
    def version_key(self) -> tuple[int, ...]:
        """For sorting: 10 comes after 9."""
        return tuple(int(part) for part in self.version.split("."))


def read_card(folder: Path) -> Card:
    """Return the card of a model folder. Raises ModelError that names the field which is wrong."""
    path = folder / "card.json"
    try:
        return parse_card(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ModelError(
            f"{folder.name} has no card.json: a model folder is card.json + model.onnx + example.npz."
        ) from error
    except (ValueError, TypeError, RecursionError) as error:
        raise ModelError(f"{path} is not a valid card: {error}.") from error
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}.") from error


def parse_card(data: Any) -> Card:
    """Return the card from parsed JSON; ValueError for unknown, missing or ill-typed fields."""
    card: Card = parse(Card, data, "card")
    return card


def write_card(card: Card, folder: Path) -> None:
    """Write card.json, readable by people and stable under git."""
    text = json.dumps(dataclasses.asdict(card), ensure_ascii=False, indent=1)
    short = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r",\s+", ", ", m[1]) + "]", text)
    (folder / "card.json").write_text(short + "\n", encoding="utf-8")
