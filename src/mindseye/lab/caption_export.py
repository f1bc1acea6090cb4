"""From a finished run of captions to one model folder: what is seen of a map, and the next word, in one ONNX file."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mindseye import metrics
from mindseye.errors import DataError, ModelError
from mindseye.lab import onnx_file
from mindseye.lab.captioning import Part, Task, load_task
from mindseye.lab.data.features import Report
from mindseye.lab.data.flickr8k import END
from mindseye.lab.data.maps import SIGHTS
from mindseye.lab.export import BACKBONE_LICENCE
from mindseye.lab.nets.caption_lstm import CLASSES, MAP_CHANNELS, CaptionLstm
from mindseye.lab.recipe import CaptionRecipe
from mindseye.metrics_text import FITS, Cider, agreement, bleu
from mindseye.models.card import Card, EpochFigures, Layer, Metric, Provenance, write_card
from mindseye.models.registry import Models, check_folder
from mindseye.models.session import Session
from mindseye.sentences import tokens
from mindseye.tasks import caption
from mindseye.tasks.beam_search import Path as Sentence
from mindseye.tasks.beam_search import beam_search
from mindseye.version import commit

INPUTS = ("map", "logits", "words", "state.before", "cells.seen", "keys.seen")
OUTPUTS = ("cells", "keys", "state", "first", "log_odds", "state.next", "attention")
ANSWER = "first"  # log-probabilities of the first word: both parts of the file must be whole to give it
SURE = 0.7  # how probable it must be that a sentence fits, to be told without a doubt
MOST_APART = 0.05  # of the first word's log-probabilities: what float16 weights may cost


class Served(nn.Module):
    """The captioner as it is served, in two parts: what is seen (once a picture), and one word further."""

    def __init__(self, net: CaptionLstm) -> None:
        super().__init__()
        self.net = net

    def forward(
        self, seen: Tensor, logits: Tensor, words: Tensor, state: Tensor, cells: Tensor, keys: Tensor
    ) -> tuple[Tensor, ...]:
        """The backbone's map (n, 1280, rows, cols) and logits; words (b,) and state (b, 2, units) of one picture."""
        sight = self.net.look(seen.flatten(2).transpose(1, 2), logits)
        start = torch.full_like(logits[:, :1], END).long()
        first, _, _ = self.net.step(start, sight.state[:, None], sight.cells, sight.keys)
        odds, after, where = self.net.step(words[None], state[None], cells[None], keys[None])
        told = torch.log_softmax(first[:, 0], 1), torch.log_softmax(odds[0], 1), after[0], where[0]
        return sight.cells, sight.keys, sight.state, *told


def export_caption(
    recipe: CaptionRecipe, models: Models, data: Path, run: Path, target: Path, looked: Report, version: str = "1"
) -> Card:
    """Write `target/MODEL/VERSION/` from the run's last checkpoint and return its card; an older one is replaced.

    Raises DataError without a checkpoint, ModelError if ONNX and torch differ.
    """
    task = load_task(recipe, models, data, run.parent / "features" / "flickr8k", 1, looked)
    net, checkpoint = trained(recipe, run, len(task.words))
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        example = _example(recipe)
        onnx_file.save(_traced(net, recipe, example), folder / "model.onnx")
        told = Session(folder / "model.onnx", part=(ANSWER,)).run(example, [ANSWER])[ANSWER]
        _compare(net, example, told)
        halves = {name: array.astype(np.float16) for name, array in example.items()}
        np.savez_compressed(folder / "example.npz", allow_pickle=False, **halves, **{ANSWER: told})
        shutil.copyfile(BACKBONE_LICENCE, folder / "LICENCE")
        judged = _judged(folder / "model.onnx", task)
        write_card(_card(recipe, checkpoint, folder, version, task, judged, _layers(net, recipe)), folder)
        check_folder(folder)
        place = target / recipe.model / version
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
    return check_folder(place)


def trained(recipe: CaptionRecipe, run: Path, words: int) -> tuple[CaptionLstm, dict[str, Any]]:
    """Return the averaged net, and the checkpoint that it comes from."""
    path = run / "checkpoint.pt"
    if not path.exists():
        raise DataError(f"{run} holds no checkpoint: train first with `mindseye lab train {recipe.name} --data DIR`.")
    checkpoint: dict[str, Any] = torch.load(path, weights_only=True)
    net = CaptionLstm(recipe, words)
    net.load_state_dict({k.removeprefix("module."): v for k, v in checkpoint["average"].items() if k != "n_averaged"})
    return net.eval(), checkpoint


def _traced(net: CaptionLstm, recipe: CaptionRecipe, example: dict[str, NDArray[np.float32]]) -> Any:
    cells = example["map"].shape[2] * example["map"].shape[3]
    given = (
        torch.from_numpy(example["map"]),
        torch.from_numpy(example["logits"]),
        torch.zeros(3, dtype=torch.long),
        torch.zeros(3, 2, recipe.units),
        torch.zeros(cells, recipe.channels),
        torch.zeros(cells, recipe.channels),
    )
    pictures, beams = torch.export.Dim("pictures"), torch.export.Dim("beams")
    varying: tuple[dict[int, object], ...] = ({0: pictures}, {0: pictures}, {0: beams}, {0: beams}, {}, {})
    return onnx_file.traced_of_several(Served(net), given, INPUTS, OUTPUTS, varying)


def _example(recipe: CaptionRecipe) -> dict[str, NDArray[np.float32]]:
    """Return what a backbone might see of two pictures, exact in float16."""
    rng = np.random.default_rng(recipe.seed)
    rows, cols = recipe.input.height // 32, recipe.input.width // 32
    seen = {
        "map": np.maximum(rng.normal(0.0, 1.0, (2, MAP_CHANNELS, rows, cols)), 0.0),
        "logits": rng.normal(0.0, 2.0, (2, CLASSES)),
    }
    return {name: array.astype(np.float16).astype(np.float32) for name, array in seen.items()}


@torch.inference_mode()
def _compare(net: CaptionLstm, example: dict[str, NDArray[np.float32]], told: NDArray[np.float32]) -> None:
    sight = net.look(torch.from_numpy(example["map"]).flatten(2).transpose(1, 2), torch.from_numpy(example["logits"]))
    first, _, _ = net.step(torch.full((2, 1), END), sight.state[:, None], sight.cells, sight.keys)
    expected = torch.log_softmax(first[:, 0], 1).numpy()
    likely = expected > np.log(1e-3)
    worst = float(np.abs(told - expected)[likely].max())
    if worst > MOST_APART:
        raise ModelError(f"The exported model differs from torch by {worst:.3g} on its example; allowed {MOST_APART}.")


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """How good the served file's sentences are (beam 3), and how probable its log-probabilities make a good one."""

    figures: dict[str, float]
    slope: float
    offset: float


def _judged(path: Path, task: Task) -> Judged:
    """Return figures of the validation pictures; confidence is fitted on every other one and measured on the rest."""
    part = task.validation
    found = _sentences(path, part, task.words)
    made = [tokens(" ".join(task.words[token] for token in one.tokens)) for one in found]
    fits = np.array([agreement(*pair) >= FITS for pair in zip(made, part.written.sentences, strict=True)])
    means = np.array([np.mean(one.log_probabilities) for one in found])
    slope, offset = _logistic(means[::2], fits[::2])
    told = 1 / (1 + np.exp(-(slope * means[1::2] + offset)))
    figures = dict(zip(("bleu1", "bleu2", "bleu3", "bleu4"), bleu(made, part.written.sentences), strict=True))
    figures["cider"] = float(Cider(part.written.sentences).score(made).mean())
    figures["fits"] = float(fits.mean())
    figures["ece"] = metrics.expected_calibration_error(np.stack([1 - told, told], axis=1), fits[1::2].astype(int))
    return Judged(figures, slope, offset)


def _sentences(path: Path, part: Part, words: Sequence[str]) -> list[Sentence]:
    """Return the best sentence of a beam of three for each picture, by the file that is served."""
    see, say = Session(path, part=caption.SEEN), Session(path, part=caption.SAID)
    rules = caption.rules_of(tuple(words), 3, 1)
    found = []
    for number in range(len(part)):
        cells, logits = part.maps.take([number] * SIGHTS, range(SIGHTS))
        side = round(cells.shape[1] ** 0.5)
        seen = {"map": cells.transpose(0, 2, 1).reshape(SIGHTS, -1, side, side), "logits": logits}
        sight = caption.Sight.of(see, say, seen)
        found.append(beam_search(sight.step, sight.state, rules)[0])
    return found


def _logistic(values: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and offset of the logistic curve through right and wrong: regression without a penalty."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6).fit(values[:, None], right)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _layers(net: CaptionLstm, recipe: CaptionRecipe) -> tuple[Layer, ...]:
    """Return the card's description, for one picture and one word."""

    def linear(name: str, module: nn.Linear, shape: tuple[int, ...], times: int = 1) -> Layer:
        parameters = sum(p.numel() for p in module.parameters())
        return Layer(name, "linear", shape, parameters, times * module.weight.numel())

    cells = (recipe.input.width // 32) * (recipe.input.height // 32)
    lstm = sum(p.numel() for p in net.lstm.parameters())
    words, width = net.embedding.shape
    return (
        linear("see", net.see, (cells, recipe.channels), cells),
        linear("classes", net.classes, (recipe.channels,)),
        linear("key", net.key, (cells, recipe.channels), cells),
        linear("begin", net.begin, (2, recipe.units)),
        Layer("lstm", "lstm", (recipe.units,), lstm, lstm),
        linear("query", net.query, (recipe.channels,)),
        linear("said", net.said, (width,)),
        linear("seen", net.seen, (width,)),
        Layer("words", "linear", (words,), words * width + words + 2 * width, words * width),
    )


def _card(
    recipe: CaptionRecipe,
    checkpoint: dict[str, Any],
    folder: Path,
    version: str,
    task: Task,
    judged: Judged,
    layers: tuple[Layer, ...],
) -> Card:
    weights = (folder / "model.onnx").read_bytes()
    names = [field.name for field in dataclasses.fields(EpochFigures)]
    history = [{k: round(v, 5) if k != "epoch" else v for k, v in e.items()} for e in checkpoint["history"]]
    data = f"Flickr8k, official parts: {len(task.train)} pictures to learn from, {len(task.validation)} to choose on"
    protocol = f"val, beam 3, free running, served ONNX on cached float16 maps; after {len(history)} epochs"
    return Card(
        name=recipe.model,
        version=version,
        title=recipe.title,
        task=recipe.task,
        description=recipe.description,
        licence="Apache-2.0",
        input=recipe.input,
        answer=ANSWER,
        labels=task.words,
        thresholds={
            "sure": SURE,
            "confidence.slope": round(judged.slope, 4),
            "confidence.offset": round(judged.offset, 4),
        },
        layers=layers,
        history=tuple(EpochFigures(**{name: e[name] for name in names}) for e in history),
        metrics=tuple(
            Metric(name, round(value, 5), data, protocol, commit()) for name, value in judged.figures.items()
        ),
        provenance=Provenance(
            data,
            f"mindseye lab train {recipe.name}",
            checkpoint["commit"],
            recipe.seed,
            f"{recipe.notes} Confidence: how probable it is that a sentence fits, that is, shares at least half of its "
            "telling words with people's; fitted on every other picture of val, its error (ece) measured on the rest.",
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )
