"""Training of face attributes: several tasks at once, each face with the labels that it has."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from mindseye.lab.data.faces import TARGETS, Faces, FaceViews, Looked, faces_of, prepared
from mindseye.lab.losses.face_attributes import AGES, mean_age
from mindseye.lab.recipe import Recipe
from mindseye.lab.train import Epoch, Progress, Trainer, go
from mindseye.models.registry import Models
from mindseye.tasks.faces.attributes import LABELS

FACES = "faces.npz"  # in a run's folder: what was found, so that a resumed run and the export need not look again
HEAD_SPEED = 5.0  # how much faster the last layer learns, which begins with nothing


class Describer(Trainer):
    """Learns what can be told about faces. An epoch's accuracy is the mean of those of gender and smile."""

    def __init__(self, recipe: Recipe, faces: Faces, epochs: int, workers: int) -> None:
        self.views = FaceViews(faces, recipe)
        super().__init__(recipe, max(1, len(self.views) // recipe.batch_size), epochs)
        self.recipe, self.faces, self.workers = recipe, faces, workers
        last = list(self.net[-1].parameters())
        body = [p for p in self.net[:-1].parameters() if p.requires_grad]
        groups = [{"params": body}, {"params": last}]
        self.optimizer = torch.optim.AdamW(groups, lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer,
            [recipe.learning_rate, HEAD_SPEED * recipe.learning_rate],
            total_steps=self.batches * epochs + 1,
            pct_start=0.2,
        )

    def run_epoch(self, report: Callable[[Progress], None]) -> Epoch:
        started, number = time.monotonic(), len(self.history)
        torch.manual_seed(self.seed * 10_000 + number)  # so that a resumed run draws the same dropout
        self.views.epoch = number
        self.net.train()
        total, answers, targets = 0.0, [], []
        for batch, (inputs, wanted) in enumerate(self._loader()):
            told = self.net(inputs.to(memory_format=torch.channels_last))
            loss = self.loss(told, wanted)
            self.learn(loss)
            total += loss.item()
            answers.append(told.detach())
            targets.append(wanted)
            report(Progress(number + 1, self.epochs, batch + 1, self.batches, loss.item()))
        right = decided(torch.cat(answers), torch.cat(targets))
        told, wanted = validation_answers(self.average.module, self.faces, self.recipe)
        figures = (total / self.batches, right, float(self.loss(told, wanted)), decided(told, wanted))
        epoch = Epoch(number + 1, *figures, time.monotonic() - started)
        self.history.append(epoch)
        return epoch

    def _loader(self) -> DataLoader[tuple[Tensor, Tensor]]:
        shuffle = torch.Generator().manual_seed(self.seed * 10_000 + len(self.history))
        return DataLoader(
            self.views,
            self.recipe.batch_size,
            shuffle=True,
            drop_last=True,
            num_workers=self.workers,
            generator=shuffle,
        )


class BothLooks(nn.Module):
    """The mean of a network's answers to each chip and to its mirror image, in which heads turn the other way."""

    def __init__(self, net: nn.Sequential) -> None:
        super().__init__()
        self.net = net
        self.register_buffer("sign", torch.ones(len(LABELS)))
        self.sign[LABELS.index("yaw")] = -1.0

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 3, side, side) → (batch, labels)."""
        plain, mirrored = self.net(torch.cat([x, x.flip(3)])).unflatten(0, (2, -1)).unbind(0)
        return (plain + self.sign * mirrored) / 2


@torch.inference_mode()
def validation_answers(net: nn.Sequential, faces: Faces, recipe: Recipe) -> tuple[Tensor, Tensor]:
    """Return the answers (n, labels) for the held-out faces, as they are served, and their targets (n, 5)."""
    looks = BothLooks(net).eval()
    inputs = torch.from_numpy(prepared(faces.seen[faces.held], recipe))
    return torch.cat([looks(part) for part in inputs.split(64)]), torch.from_numpy(faces.targets[faces.held])


def decided(answers: Tensor, targets: Tensor) -> float:
    """Return the mean of the accuracies of gender and smile."""
    return sum(accuracy(answers, targets, name) for name in ("gender", "smile")) / 2


def accuracy(answers: Tensor, targets: Tensor, name: str) -> float:
    """Return the share of right answers for `gender` or `smile`, over the faces that it is known of."""
    column = TARGETS.index(name)
    first, known = AGES + 2 * (column - 1), ~targets[:, column].isnan()
    right = answers[known, first : first + 2].argmax(1) == targets[known, column]
    return float(right.float().mean()) if known.any() else 0.0


def mean_error(answers: Tensor, targets: Tensor) -> float:
    """Return the mean absolute error of age, in years."""
    known = ~targets[:, 0].isnan()
    return float((mean_age(answers[known, :AGES]) - targets[known, 0]).abs().mean())


def train(
    recipe: Recipe,
    models: Models,
    data: Path,
    run: Path,
    *,
    epochs: int | None = None,
    resume: bool = False,
    workers: int = 1,
    report: Callable[[Progress], None] = lambda progress: None,
    told: Callable[[Epoch], None] = lambda epoch: None,
    looked: Looked = lambda source, done, total: None,
) -> list[Epoch]:
    """Train on the faces of UTKFace and GENKI-4K in a folder, as `train.train` does on labelled pictures.

    `looked` hears how many pictures have been searched for their face; the chips are kept in the run's folder.
    """
    found = run / FACES
    if not (resume and found.exists()):
        run.mkdir(parents=True, exist_ok=True)
        save_faces(faces_of(models, data, recipe.input.width, looked), found)
    return go(Describer(recipe, load_faces(found), epochs or recipe.epochs, workers), run, resume, report, told)


def save_faces(faces: Faces, path: Path) -> None:
    """Write faces to a file of plain arrays."""
    np.savez(
        path, allow_pickle=False, **{field.name: np.asarray(getattr(faces, field.name)) for field in fields(Faces)}
    )


def load_faces(path: Path) -> Faces:
    """Return the faces that `save_faces` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}
    return Faces(**{**arrays, "failures": int(arrays["failures"])})
