"""The one training loop: any recipe, with checkpoints, a log, and the same result for the same seed.

`Trainer` is what all kinds of recipes share, `Classifier` learns labels; `metric_learning.py` learns distances.
"""

from __future__ import annotations

import dataclasses
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, Dataset

from mindseye.errors import DataError
from mindseye.lab.data import Item, Splits, load_data
from mindseye.lab.losses import Loss, load_loss
from mindseye.lab.losses.outlier_exposure import OUTLIER
from mindseye.lab.nets import build_net
from mindseye.lab.recipe import AnyRecipe, MetricRecipe, Recipe
from mindseye.version import commit

Batch = Sequence[Tensor]  # inputs, targets, and what else a training set tells


@dataclass(frozen=True, slots=True)
class Epoch:
    """The figures of one epoch; accuracy counts only pictures that belong to a class."""

    epoch: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float

    def __str__(self) -> str:
        return (
            f"epoch {self.epoch:3}  loss {self.train_loss:.4f}  accuracy {self.train_accuracy:.4f}  "
            f"validation {self.validation_loss:.4f}  {self.validation_accuracy:.4f}  {self.seconds:.0f} s"
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """Told to the caller after each batch, so that it can draw a bar."""

    epoch: int
    epochs: int
    batch: int
    batches: int
    loss: float


class Trainer(ABC):
    """The state of one run: what a checkpoint holds. A child says what happens in an epoch."""

    figures: type[Epoch] = Epoch

    def __init__(self, recipe: AnyRecipe, batches: int, epochs: int, net: nn.Module | None = None) -> None:
        torch.manual_seed(recipe.seed)
        self.seed, self.settings = recipe.seed, dataclasses.asdict(recipe)
        self.epochs, self.batches = epochs, batches
        self.loss: Loss = load_loss(recipe.loss)
        self.net: Any = net or _net_of(recipe)
        self.average = AveragedModel(self.net, multi_avg_fn=get_ema_multi_avg_fn(recipe.average), use_buffers=True)
        self.optimizer = torch.optim.AdamW(
            self.net.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay
        )
        self.peak = recipe.learning_rate
        self.schedule = self.plan()
        self.history: list[Epoch] = []

    def plan(self) -> torch.optim.lr_scheduler.LRScheduler:
        """Return the schedule of the learning rate over the whole run, for all weights that the optimiser has."""
        return torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, self.peak, total_steps=self.batches * self.epochs + 1, pct_start=0.2
        )

    @abstractmethod
    def run_epoch(self, report: Callable[[Progress], None]) -> Epoch:
        """Train for one epoch, measure, add its figures to the history and return them."""

    def learn(self, loss: Tensor) -> None:
        """Take one step down the slope of a batch's loss."""
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.schedule.step()
        self.average.update_parameters(self.net)

    def state(self) -> dict[str, Any]:
        """Return all that is needed to go on later."""
        return {
            "recipe": self.settings,
            "epochs": self.epochs,
            "net": self.net.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "history": [dataclasses.asdict(epoch) for epoch in self.history],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint of the same recipe and the same number of epochs."""
        if state["recipe"] != self.settings or state["epochs"] != self.epochs:
            raise DataError("The checkpoint belongs to another recipe or number of epochs: train without --resume.")
        self.net.load_state_dict(state["net"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.history = [self.figures(**epoch) for epoch in state["history"]]


def _net_of(recipe: AnyRecipe) -> nn.Sequential:
    """Return the net that a recipe names, blank."""
    assert isinstance(recipe, Recipe | MetricRecipe), "other nets are built from their data"
    return build_net(recipe.net, len(recipe.labels) if isinstance(recipe, Recipe) else None)


class Classifier(Trainer):
    """Learns the labels of pictures."""

    def __init__(self, recipe: Recipe, splits: Splits, epochs: int, workers: int) -> None:
        super().__init__(recipe, max(1, len(splits.train) // recipe.batch_size), epochs)
        self.recipe, self.splits, self.workers = recipe, splits, workers

    def run_epoch(self, report: Callable[[Progress], None]) -> Epoch:
        started, number = time.monotonic(), len(self.history)
        torch.manual_seed(self.seed * 10_000 + number)  # so that a resumed run draws the same dropout
        self.splits.train.epoch = number
        self.net.train()
        total, right, members = 0.0, 0, 0
        for batch, items in enumerate(self.loader()):
            loss, logits, targets = self.examine(items)
            self.learn(loss)
            total += loss.item()
            members += int((targets != OUTLIER).sum())
            right += int((logits.argmax(1) == targets).sum())
            report(Progress(number + 1, self.epochs, batch + 1, self.batches, loss.item()))
        validation_loss, validation_accuracy = evaluate(self.average.module, self.splits.validation)
        seconds = time.monotonic() - started
        epoch = Epoch(
            number + 1, total / self.batches, right / max(1, members), validation_loss, validation_accuracy, seconds
        )
        self.history.append(epoch)
        return epoch

    def examine(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Return the loss of a batch, its logits (n, classes) and its targets (n,)."""
        inputs, targets = batch
        logits = self.net(inputs)
        return self.loss(logits, targets), logits, targets

    def loader(self) -> DataLoader[Any]:
        """Return this epoch's batches."""
        return self.batches_of(self.splits.train)

    def batches_of(self, training: Any) -> DataLoader[Any]:
        """Return the batches of a training set, shuffled anew in each epoch."""
        shuffle = torch.Generator().manual_seed(self.seed * 10_000 + len(self.history))
        return DataLoader(
            training, self.recipe.batch_size, shuffle=True, drop_last=True, num_workers=self.workers, generator=shuffle
        )


def train(
    recipe: Recipe,
    data: Path,
    run: Path,
    *,
    epochs: int | None = None,
    resume: bool = False,
    workers: int = 1,
    report: Callable[[Progress], None] = lambda progress: None,
    told: Callable[[Epoch], None] = lambda epoch: None,
) -> list[Epoch]:
    """Train a recipe on the data in a folder and return the history.

    `run` is the run's folder: `checkpoint.pt` (replaced whole after each epoch, so that a kill leaves the last good
    one) and `log.jsonl` (a line an epoch). `report` hears of each batch, `told` of each epoch.
    """
    return go(Classifier(recipe, load_data(recipe, data), epochs or recipe.epochs, workers), run, resume, report, told)


def go(
    trainer: Trainer,
    run: Path,
    resume: bool,
    report: Callable[[Progress], None],
    told: Callable[[Epoch], None],
) -> list[Epoch]:
    """Train to the last epoch, from the run's checkpoint with `resume`, and return the history. See `train`."""
    run.mkdir(parents=True, exist_ok=True)
    checkpoint, log = run / "checkpoint.pt", run / "log.jsonl"
    if resume and checkpoint.exists():
        trainer.restore(torch.load(checkpoint, weights_only=True))
    log.write_text("".join(json.dumps(dataclasses.asdict(e)) + "\n" for e in trainer.history), encoding="utf-8")
    while len(trainer.history) < trainer.epochs:
        epoch = trainer.run_epoch(report)
        torch.save({**trainer.state(), "commit": commit()}, run / "checkpoint.new")
        (run / "checkpoint.new").replace(checkpoint)
        with log.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(dataclasses.asdict(epoch)) + "\n")
        told(epoch)
    return trainer.history


@torch.inference_mode()
def logits_of(net: nn.Module, data: Dataset[Item], batch_size: int = 100) -> tuple[Tensor, Tensor]:
    """Return the logits (n, classes) and targets (n,) of a whole set, without dropout."""
    net.eval()
    answers = [(net(inputs), targets) for inputs, targets in DataLoader(data, batch_size)]
    return torch.cat([logits for logits, _ in answers]), torch.cat([targets for _, targets in answers])


def evaluate(net: nn.Module, data: Dataset[Item]) -> tuple[float, float]:
    """Return mean cross-entropy and accuracy."""
    logits, targets = logits_of(net, data)
    return float(nn.functional.cross_entropy(logits, targets)), float((logits.argmax(1) == targets).float().mean())
