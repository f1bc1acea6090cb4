"""Training of search by words: sentences beside the photos that they were written of."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mindseye.descriptors.classes import spoc_and_classes
from mindseye.descriptors.pooling import unit
from mindseye.lab.data.features import Report
from mindseye.lab.data.flickr8k import UNKNOWN, Written, load_written, vocabulary
from mindseye.lab.data.maps import SIGHTS, Maps, maps_of
from mindseye.lab.nets.words_tower import WordsTower
from mindseye.lab.recipe import WordsRecipe
from mindseye.lab.train import Epoch, Progress, Trainer, go
from mindseye.models.registry import Models
from mindseye.types import Vectors


@dataclass(frozen=True, slots=True)
class Part:
    """Photos by their descriptors, and their sentences as tokens; `own` is the photo of each sentence."""

    photos: NDArray[np.float32]  # (photos, views, channels), of unit length
    sentences: tuple[list[int], ...]
    own: NDArray[np.int64]  # (sentences,)


@dataclass(frozen=True, slots=True)
class Task:
    train: Part
    validation: Part
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordsEpoch(Epoch):
    """As `Epoch`; accuracy is how often a sentence's own photo is first, in training within a batch.

    Of all photos held back: how often its own is among the first five and ten.
    """

    recall_5: float = 0.0
    recall_10: float = 0.0

    def __str__(self) -> str:
        return f"{Epoch.__str__(self)}  own photo among five {self.recall_5:.3f}, ten {self.recall_10:.3f}"


class WordsLearner(Trainer):
    """Learns both sides from sentences and their photos."""

    figures = WordsEpoch
    net: WordsTower

    def __init__(self, recipe: WordsRecipe, task: Task, epochs: int) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.task = recipe, task
        net = WordsTower(recipe, len(task.words), task.train.photos.shape[2])
        super().__init__(recipe, max(1, len(task.train.sentences) // recipe.batch_size), epochs, net)

    def run_epoch(self, report: Callable[[Progress], None]) -> WordsEpoch:
        started, number = time.monotonic(), len(self.history)
        rng = np.random.default_rng((self.seed, number + 1))  # so that a resumed run draws the same batches
        torch.manual_seed(self.seed * 10_000 + number)
        self.net.train()
        part, size, total, right = self.task.train, self.recipe.batch_size, 0.0, 0.0
        order = rng.permutation(len(part.sentences))
        for batch in range(self.batches):
            chosen = np.take(order, np.arange(batch * size, (batch + 1) * size), mode="wrap")
            own = part.own[chosen]
            photos = torch.from_numpy(part.photos[own, rng.integers(0, part.photos.shape[1], len(own))])
            likeness = self.net(padded([part.sentences[n] for n in chosen])) @ self.net.of_photos(photos).T
            loss = self.loss(likeness * self.net.sharpness.exp(), torch.from_numpy(own[:, None] == own[None, :]))
            self.learn(loss)
            total += loss.item()
            right += float((likeness.argmax(1) == torch.arange(len(own))).float().mean())
            report(Progress(number + 1, self.epochs, batch + 1, self.batches, loss.item()))
        likeness, held = _likeness(self.average.module, self.task.validation), self.task.validation.own
        recalls = [recall(likeness, held, count) for count in (1, 5, 10)]
        means = total / self.batches, right / self.batches
        epoch = WordsEpoch(
            number + 1, *means, self._validation_loss(likeness), recalls[0], time.monotonic() - started, *recalls[1:]
        )
        self.history.append(epoch)
        return epoch

    def _validation_loss(self, likeness: NDArray[np.float32]) -> float:
        """Return how badly a sentence tells its photo from all others held back: −log of its share."""
        odds = torch.log_softmax(torch.from_numpy(likeness) * self.average.module.sharpness.detach().exp(), 1)
        return -float(odds.gather(1, torch.from_numpy(self.task.validation.own)[:, None]).mean())


def train(
    recipe: WordsRecipe,
    models: Models,
    data: Path,
    run: Path,
    *,
    epochs: int | None = None,
    resume: bool = False,
    workers: int = 1,
    report: Callable[[Progress], None] = lambda progress: None,
    told: Callable[[Epoch], None] = lambda epoch: None,
    looked: Report = lambda source, done, total: None,
) -> list[Epoch]:
    """Train on the pictures and sentences of a folder, as `train.train` does on labelled pictures.

    `looked` hears how many pictures the backbone has seen; their maps are kept beside the run's folder, and are those
    that captions are learned from.
    """
    task = load_task(recipe, models, data, run.parent / "features" / "flickr8k", workers, looked)
    return go(WordsLearner(recipe, task, epochs or recipe.epochs), run, resume, report, told)


def load_task(recipe: WordsRecipe, models: Models, data: Path, cache: Path, workers: int, looked: Report) -> Task:
    """Return the training and validation parts of a folder, with the descriptors of their photos."""
    train, held = (load_written(data, split) for split in ("train", "val"))
    words = vocabulary(train, recipe.rarest)
    places = {word: place for place, word in enumerate(words) if place > UNKNOWN}

    def part(written: Written) -> Part:
        maps = maps_of(models, recipe.backbone, recipe.input, written.paths, cache, workers, looked)
        pairs = [(n, [places[w] for w in s if w in places]) for n, own in enumerate(written.sentences) for s in own]
        pairs = [(n, known) for n, known in pairs if known]
        return Part(described(maps), tuple(known for _, known in pairs), np.array([n for n, _ in pairs], np.int64))

    return Task(part(train), part(held), words)


def described(maps: Maps) -> NDArray[np.float32]:
    """Return the descriptor `spoc-classes` of pictures and of their mirror images, (pictures, 2, channels)."""
    found = []
    for number in range(len(maps)):
        cells, logits = maps.take([number] * SIGHTS, range(SIGHTS))
        side = round(cells.shape[1] ** 0.5)
        grids = cells.reshape(SIGHTS, side, side, -1)
        found.append(unit(np.stack([spoc_and_classes(*sight) for sight in zip(grids, logits, strict=True)])))
    return np.stack(found).astype(np.float32)


def padded(sentences: Sequence[Sequence[int]]) -> Tensor:
    """Return sentences as tokens (n, length), 0 where one is over."""
    words = torch.zeros(len(sentences), max(map(len, sentences)), dtype=torch.long)
    for row, sentence in enumerate(sentences):
        words[row, : len(sentence)] = torch.tensor(sentence)
    return words


def _likeness(net: WordsTower, part: Part) -> NDArray[np.float32]:
    """Return the cosines (sentences, photos), of photos as they are."""
    texts, photos = vectors(net, part)
    return texts @ photos.T


def recall(likeness: NDArray[np.float32], own: NDArray[np.int64], count: int) -> float:
    """Return the share of sentences with their own photo among the first `count`; of equals, all others go before."""
    ahead = (likeness >= likeness[np.arange(len(own)), own][:, None]).sum(axis=1) - 1
    return float((ahead < count).mean())


@torch.inference_mode()
def vectors(net: WordsTower, part: Part) -> tuple[Vectors, Vectors]:
    """Return the vectors of sentences and of their photos as they are, each (n, dim)."""
    net.eval()
    texts = torch.cat([net(padded(part.sentences[n : n + 256])) for n in range(0, len(part.sentences), 256)])
    return texts.numpy(), net.of_photos(torch.from_numpy(part.photos[:, 0])).numpy()
