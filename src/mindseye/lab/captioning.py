"""Training of captions: the next word of people's sentences first, then whole sentences of the network's own."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mindseye.lab.data.features import Report
from mindseye.lab.data.flickr8k import END, ENDED, UNKNOWN, Written, load_written, numbered, vocabulary
from mindseye.lab.data.maps import SIGHTS, Maps, maps_of
from mindseye.lab.nets.caption_lstm import CaptionLstm, Sight
from mindseye.lab.recipe import CaptionRecipe
from mindseye.lab.train import Epoch, Progress, Trainer, go
from mindseye.metrics_text import Cider, bleu
from mindseye.models.registry import Models

CLIP = 1.0  # the longest gradient
WARM_UP = 0.06  # of the first part, until the learning rate is at its peak
MOST_WORDS = 20  # of a sentence that the network makes up
AT_A_TIME = 100  # pictures, where nothing is learned


@dataclass(frozen=True, slots=True)
class Part:
    """Pictures, what the backbone sees in them, and their sentences as tokens."""

    written: Written
    maps: Maps
    tokens: tuple[list[list[int]], ...]

    def __len__(self) -> int:
        return len(self.written)


@dataclass(frozen=True, slots=True)
class Task:
    """What a run learns from, what it is chosen on, and the words that it knows."""

    train: Part
    validation: Part
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaptionEpoch(Epoch):
    """As `Epoch`; accuracy is the share of next words that are the most probable ones.

    In the second part of a run the training loss is that of self-critical training, and training accuracy the mean
    reward. Of the pictures held back: CIDEr-D and BLEU-4 of the sentences of always the most probable word.
    """

    cider: float = 0.0
    bleu4: float = 0.0

    def __str__(self) -> str:
        return f"{Epoch.__str__(self)}  CIDEr {self.cider:.3f}  BLEU-4 {self.bleu4:.1f}"


class CaptionLearner(Trainer):
    """Learns to tell what photos show."""

    figures = CaptionEpoch
    net: CaptionLstm

    def __init__(self, recipe: CaptionRecipe, task: Task, epochs: int) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.task = recipe, task
        self.first_part = max(1, epochs - recipe.critical_epochs)
        net = CaptionLstm(recipe, len(task.words))
        super().__init__(recipe, max(1, len(task.train) // recipe.batch_size), epochs, net)
        ended = [[(*words, ENDED) for words in own] for own in task.train.written.sentences]
        self._reward = Cider(ended)  # with the end as a word, or sentences learn to break off (Cornia et al. 2020)
        self._judge = Cider(task.validation.written.sentences)

    def plan(self) -> torch.optim.lr_scheduler.LRScheduler:
        """One cycle for the first part, then a small rate that falls to nothing."""
        recipe, turn = self.recipe, self.batches * self.first_part
        rest = max(1, self.batches * self.epochs - turn)

        def share(step: int) -> float:
            if step >= turn:
                return recipe.critical_rate / recipe.learning_rate * max(0.0, 1 - (step - turn) / rest)
            rising = step / max(1.0, WARM_UP * turn)
            return min(rising, 0.5 + 0.5 * math.cos(math.pi * step / turn)) + 1e-4

        return torch.optim.lr_scheduler.LambdaLR(self.optimizer, share)

    def run_epoch(self, report: Callable[[Progress], None]) -> CaptionEpoch:
        started, number = time.monotonic(), len(self.history)
        rng = np.random.default_rng((self.seed, number + 1))  # so that a resumed run draws the same batches
        torch.manual_seed(self.seed * 10_000 + number)
        learn = self._learn_words if number < self.first_part else self._learn_sentences
        order, total, right = rng.permutation(len(self.task.train)), 0.0, 0.0
        for batch in range(self.batches):
            size = self.recipe.batch_size
            chosen = np.take(order, np.arange(batch * size, (batch + 1) * size), mode="wrap")
            loss, share = learn(chosen, rng)
            total, right = total + loss, right + share
            report(Progress(number + 1, self.epochs, batch + 1, self.batches, loss))
        loss, share = self._validation_loss()
        made = told(self.average.module, self.task.validation.maps, self.task.words)
        cider = float(self._judge.score(made).mean())
        bleu4 = bleu(made, self.task.validation.written.sentences)[3]
        means = total / self.batches, right / self.batches
        epoch = CaptionEpoch(number + 1, *means, loss, share, time.monotonic() - started, cider, bleu4)
        self.history.append(epoch)
        return epoch

    def _see(self, chosen: NDArray[np.int64], rng: np.random.Generator) -> Sight:
        """Return what the net sees of some training pictures, half of them mirrored, with its dropout."""
        self.net.train()
        cells, logits = self.task.train.maps.take(chosen.tolist(), rng.integers(0, SIGHTS, len(chosen)).tolist())
        return self.net.look(torch.from_numpy(cells), torch.from_numpy(logits))

    def _learn_words(self, chosen: NDArray[np.int64], rng: np.random.Generator) -> tuple[float, float]:
        """Take a step on all sentences of some pictures; return the loss and the share of words that were foreseen."""
        sight = self._see(chosen, rng)
        before, after = padded([self.task.train.tokens[n] for n in chosen])
        logits, targets = counted(self.net(sight, before), after)
        loss = self.loss(logits, targets)
        self.learn(loss)
        return loss.item(), float((logits.argmax(1) == targets).float().mean())

    def _learn_sentences(self, chosen: NDArray[np.int64], rng: np.random.Generator) -> tuple[float, float]:
        """Take a step towards those of the net's own sentences that come nearer to people's; return loss and reward.

        Self-critical training (Rennie et al. 2017); a sentence's baseline is the mean reward of the picture's others
        (Luo 2020), so that none needs to be decoded for it. What was seen, with its dropout, is the same when a
        sentence is made up and when it is learned from.
        """
        sight, net = self._see(chosen, rng), self.net
        net.eval()
        with torch.no_grad():
            made = invented(net, sight, self.recipe.samples)
        rewards = self._rewards(made, chosen)
        better = rewards - (rewards.sum(1, keepdims=True) - rewards) / (rewards.shape[1] - 1)
        before = torch.cat([torch.full_like(made[:, :, :1], END), made[:, :, :-1]], 2)
        said = torch.cumsum(before == END, 2) <= 1  # up to the end itself
        odds = torch.log_softmax(net(sight, before)[said], 1).gather(1, made[said][:, None])[:, 0]
        weights = torch.from_numpy(better.astype(np.float32))[:, :, None].expand(made.shape)[said]
        loss = -(weights * odds).mean()
        self.learn(loss)
        return loss.item(), float(rewards.mean())

    def _rewards(self, made: Tensor, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the reward of each made-up sentence, (pictures, sentences)."""
        pictures, each, _ = made.shape
        sentences = [(*words, ENDED) for words in spelled(made.flatten(0, 1), self.task.words)]
        return self._reward.score(sentences, np.repeat(chosen, each).tolist()).reshape(pictures, each)

    def learn(self, loss: Tensor) -> None:
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), CLIP)
        self.optimizer.step()
        self.schedule.step()
        self.average.update_parameters(self.net)

    @torch.inference_mode()
    def _validation_loss(self) -> tuple[float, float]:
        """Return the plain cross-entropy of the words of the pictures held back, and the share that were foreseen."""
        part, net = self.task.validation, self.average.module.eval()
        losses, rights, words = 0.0, 0.0, 0
        for start in range(0, len(part), AT_A_TIME):
            few = range(start, min(start + AT_A_TIME, len(part)))
            cells, logits = part.maps.take(few, [0] * len(few))
            before, after = padded([part.tokens[n] for n in few])
            odds, targets = counted(net(net.look(torch.from_numpy(cells), torch.from_numpy(logits)), before), after)
            losses += float(nn.functional.cross_entropy(odds, targets, reduction="sum"))
            rights, words = rights + float((odds.argmax(1) == targets).sum()), words + len(targets)
        return losses / words, rights / words


def train(
    recipe: CaptionRecipe,
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

    `looked` hears how many pictures the backbone has seen; their maps (330 kB a picture) are kept beside the run.
    """
    task = load_task(recipe, models, data, run.parent / "features" / "flickr8k", workers, looked)
    return go(CaptionLearner(recipe, task, epochs or recipe.epochs), run, resume, report, told)


def load_task(recipe: CaptionRecipe, models: Models, data: Path, cache: Path, workers: int, looked: Report) -> Task:
    """Return the training and validation parts of a folder with what the backbone sees in their pictures."""
    written = [load_written(data, split) for split in ("train", "val")]
    words = vocabulary(written[0], recipe.rarest)
    places = {word: place for place, word in enumerate(words) if place > UNKNOWN}
    parts = [
        Part(
            part,
            maps_of(models, recipe.backbone, recipe.input, part.paths, cache, workers, looked),
            tuple(numbered(own, places, recipe.longest) for own in part.sentences),
        )
        for part in written
    ]
    return Task(parts[0], parts[1], words)


def padded(sentences: Sequence[Sequence[Sequence[int]]]) -> tuple[Tensor, Tensor]:
    """Return the words before and the words to come, each (pictures, sentences, length); −1 where nothing is to come.

    The end stands before the first word and after the last. Pictures with fewer sentences than others have empty ones.
    """
    length = max(len(words) for own in sentences for words in own) + 1
    before = torch.full((len(sentences), max(map(len, sentences)), length), END)
    after = torch.full_like(before, -1)
    for row, own in enumerate(sentences):
        for place, words in enumerate(own):
            before[row, place, 1 : len(words) + 1] = torch.tensor(words)
            after[row, place, : len(words)] = torch.tensor(words)
            after[row, place, len(words)] = END
    return before, after


def counted(logits: Tensor, after: Tensor) -> tuple[Tensor, Tensor]:
    """Return the logits (n, words) and targets (n,) of the words that count: known ones, and ends."""
    counts = (after >= 0) & (after != UNKNOWN)
    return logits[counts], after[counts]


@torch.inference_mode()
def told(net: CaptionLstm, maps: Maps, words: Sequence[str]) -> list[list[str]]:
    """Return a sentence for each picture: always the most probable word."""
    net.eval()
    made = []
    for start in range(0, len(maps), AT_A_TIME):
        few = range(start, min(start + AT_A_TIME, len(maps)))
        cells, logits = maps.take(few, [0] * len(few))
        sight = net.look(torch.from_numpy(cells), torch.from_numpy(logits))
        made += spelled(invented(net, sight, 1, surest=True)[:, 0], words)
    return made


def invented(net: CaptionLstm, sight: Sight, each: int, surest: bool = False) -> Tensor:
    """Return sentences of the net's own, (pictures, each, MOST_WORDS), drawn by their probability or always the surest.

    Behind its end a sentence is filled with more ends.
    """
    pictures = len(sight.cells)
    state = sight.state[:, None].expand(-1, each, -1, -1)
    words = torch.full((pictures, each), END)
    ended = torch.zeros_like(words, dtype=torch.bool)
    made = []
    for _ in range(MOST_WORDS):
        logits, state, _ = net.step(words, state, sight.cells, sight.keys)
        logits[..., UNKNOWN] = -torch.inf
        drawn = (
            logits.argmax(2) if surest else torch.multinomial(torch.softmax(logits.flatten(0, 1), 1), 1).view_as(words)
        )
        words = torch.where(ended, END, drawn)
        ended |= words == END
        made.append(words)
        if ended.all():
            break
    return torch.stack(made, 2)


def spelled(made: Tensor, words: Sequence[str]) -> list[list[str]]:
    """Return tokens (n, length) as words, each sentence up to its end."""
    return [[words[token] for token in (row[: row.index(END)] if END in row else row)] for row in made.tolist()]
