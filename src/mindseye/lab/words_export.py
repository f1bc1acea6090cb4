"""From a finished run of search by words to one model folder: the texts' side, and the photos' layer beside it."""

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
from onnx import numpy_helper

from mindseye.errors import DataError, ModelError
from mindseye.lab import onnx_file
from mindseye.lab.data.features import Report
from mindseye.lab.export import BACKBONE_LICENCE
from mindseye.lab.nets.words_tower import WordsTower
from mindseye.lab.recipe import WordsRecipe
from mindseye.lab.words_tower import Part, Task, load_task, padded, recall, vectors
from mindseye.models.card import Card, EpochFigures, Layer, Metric, Provenance, write_card
from mindseye.models.registry import Models, check_folder
from mindseye.models.session import Session
from mindseye.version import commit

ANSWER = "vector"
WEAK, STRONG = 0.01, 0.001  # how many pairs of a sentence and another's photo are nearer
LEAST_ALIKE = 0.999  # mean cosine of the served vectors to torch's: what float16 weights may cost


def export_words(
    recipe: WordsRecipe, models: Models, data: Path, run: Path, target: Path, looked: Report, version: str = "1"
) -> Card:
    """Write `target/MODEL/VERSION/` from the run's last checkpoint and return its card; an older one is replaced.

    Raises DataError without a checkpoint, ModelError if ONNX and torch differ.
    """
    task = load_task(recipe, models, data, run.parent / "features" / "flickr8k", 1, looked)
    net, checkpoint = _trained(recipe, run, task)
    with tempfile.TemporaryDirectory(prefix="mindseye-") as scratch:
        folder = Path(scratch)
        example = _example(len(task.words))
        _write(net, example, folder / "model.onnx")
        session = Session(folder / "model.onnx", part=(ANSWER,))
        told = session.run({"words": example.numpy()}, [ANSWER])[ANSWER]
        np.savez_compressed(folder / "example.npz", allow_pickle=False, words=example.numpy(), vector=told)
        shutil.copyfile(BACKBONE_LICENCE, folder / "LICENCE")
        likeness = _likeness(net, session, task.validation)
        write_card(_card(recipe, checkpoint, folder, version, task, likeness, _layers(net)), folder)
        check_folder(folder)
        place = target / recipe.model / version
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
    return check_folder(place)


def _trained(recipe: WordsRecipe, run: Path, task: Task) -> tuple[WordsTower, dict[str, Any]]:
    """Return the averaged towers, and the checkpoint that they come from."""
    path = run / "checkpoint.pt"
    if not path.exists():
        raise DataError(f"{run} holds no checkpoint: train first with `mindseye lab train {recipe.name} --data DIR`.")
    checkpoint: dict[str, Any] = torch.load(path, weights_only=True)
    net = WordsTower(recipe, len(task.words), task.train.photos.shape[2])
    net.load_state_dict({k.removeprefix("module."): v for k, v in checkpoint["average"].items() if k != "n_averaged"})
    return net.eval(), checkpoint


def _example(words: int) -> torch.Tensor:
    """Return four texts of the vocabulary's first words, of one to four words each: nobody's sentences."""
    return padded([[min(word, words - 1) for word in range(2, 3 + length)] for length in range(4)])


def _write(net: WordsTower, example: torch.Tensor, path: Path) -> None:
    """Write the texts' side; the weights of the photos' layer are outputs, free until they are asked for."""
    varying = ({0: torch.export.Dim("texts"), 1: torch.export.Dim("length", max=1000)},)
    model = onnx_file.traced_of_several(net, (example,), ("words",), (ANSWER,), varying)
    for name, value in (("photo.weight", net.photo_axes()), ("photo.bias", net.photo.bias)):
        model.graph.initializer.append(numpy_helper.from_array(value.detach().numpy().astype(np.float32), name))
        onnx_file.expose(model, name)
    onnx_file.save(model, path)


def _likeness(net: WordsTower, session: Session, part: Part) -> NDArray[np.float32]:
    """Return the cosines (sentences, photos) by the served file; ModelError if it differs too much from torch."""
    expected, photos = vectors(net, part)
    texts: NDArray[np.float32] = np.concatenate(
        [session.run({"words": padded(part.sentences[n : n + 256]).numpy()}, [ANSWER])[ANSWER]
         for n in range(0, len(part.sentences), 256)]
    )  # fmt: skip
    alike = float((texts * expected).sum(axis=1).mean())
    if alike < LEAST_ALIKE:
        raise ModelError(f"The exported model differs from torch: mean cosine {alike:.4f} instead of {LEAST_ALIKE}.")
    return np.asarray(texts @ photos.T, np.float32)


def bands(likeness: NDArray[np.float32], own: NDArray[np.int64]) -> dict[str, float]:
    """Return the cosines that 1 in 100 and 1 in 1,000 pairs of a sentence and another one's photo exceed.

    Many a sentence fits other photos than its own, so that rarer pairs than these are finds and no chance.
    """
    strange = np.ones(likeness.shape, bool)
    strange[np.arange(len(own)), own] = False
    weak, strong = np.quantile(likeness[strange], [1 - WEAK, 1 - STRONG])
    return {"weak": round(float(weak), 3), "strong": round(float(strong), 3)}


def _layers(net: WordsTower) -> tuple[Layer, ...]:
    """Return the card's description of the texts' side, for one word, and of the photos' layer."""

    def count(*parts: torch.nn.Module) -> int:
        return sum(p.numel() for part in parts for p in part.parameters())

    return (
        Layer("words", "linear", (net.embedding.embedding_dim,), count(net.embedding, net.weight)),
        Layer("text", "linear", (net.text.out_features,), count(net.text), net.text.weight.numel()),
        Layer("photo", "linear", (net.photo.out_features,), count(net.photo), net.photo.weight.numel()),
    )


def _card(
    recipe: WordsRecipe,
    checkpoint: dict[str, Any],
    folder: Path,
    version: str,
    task: Task,
    likeness: NDArray[np.float32],
    layers: tuple[Layer, ...],
) -> Card:
    held_out = task.validation.own
    figures = {f"recall@{count}": recall(likeness, held_out, count) for count in (10, 5, 1)}
    weights = (folder / "model.onnx").read_bytes()
    names = [field.name for field in dataclasses.fields(EpochFigures)]
    history = [{k: round(v, 5) if k != "epoch" else v for k, v in e.items()} for e in checkpoint["history"]]
    learned, held = len(task.train.photos), len(task.validation.photos)
    data = f"Flickr8k, official parts: {learned} pictures to learn from, {held} to choose on"
    protocol = f"val: each of {len(task.validation.own)} sentences ranks the {held} photos; after {len(history)} epochs"
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
        thresholds=bands(likeness, held_out),
        layers=layers,
        history=tuple(EpochFigures(**{name: e[name] for name in names}) for e in history),
        metrics=tuple(Metric(name, round(value, 5), data, protocol, commit()) for name, value in figures.items()),
        provenance=Provenance(
            data, f"mindseye lab train {recipe.name}", checkpoint["commit"], recipe.seed, recipe.notes
        ),
        sha256=hashlib.sha256(weights).hexdigest(),
        bytes=len(weights),
    )
