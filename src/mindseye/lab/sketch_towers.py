"""Training of the two towers of sketch search."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mindseye import metrics
from mindseye.descriptors.pooling import unit
from mindseye.lab.data.features import Report
from mindseye.lab.data.redrawn import redrawn
from mindseye.lab.data.sketchy import Pairs, Split, load_split
from mindseye.lab.losses.sketch import Towers
from mindseye.lab.nets.sketch_towers import SketchTowers, new_towers
from mindseye.lab.recipe import SketchRecipe
from mindseye.lab.train import Epoch, Progress, Trainer, go
from mindseye.models.registry import Models
from mindseye.types import Ids, InputSpec, Vectors

STATISTICS = 768  # drawings that batch normalisation takes its statistics from
IMAGENET = 1000  # classes; roots of their probabilities are the last numbers of the descriptor `spoc-classes`
CLIP = 5.0  # the longest gradient
NOBODYS = -1  # the own photo of an icon


@dataclass(frozen=True, slots=True)
class SketchEpoch(Epoch):
    """As `Epoch`; accuracy is the share of drawings whose nearest photo is of their class, in training within a batch.

    The figures are of the photos held back: mean average precision of photos of the class; share of drawings whose own
    photo is first, or among five; and mean average precision in classes that were held back whole, 0 if none were.
    """

    class_map: float = 0.0
    own_first: float = 0.0
    own_in_five: float = 0.0
    stranger_map: float = 0.0

    def __str__(self) -> str:
        return (
            f"{Epoch.__str__(self)}  mAP {self.class_map:.4f}  own photo {self.own_first:.3f} {self.own_in_five:.3f}  "
            f"strangers' mAP {self.stranger_map:.4f}"
        )


class SketchLearner(Trainer):
    """Learns both towers from drawings and their photos."""

    figures = SketchEpoch
    net: SketchTowers

    def __init__(self, recipe: SketchRecipe, split: Split, epochs: int) -> None:
        cv2.setNumThreads(0)
        self.recipe, self.split = recipe, split
        train = split.train
        super().__init__(recipe, max(1, len(train.drawings) // recipe.batch_size), epochs, self._new_net())
        lessons = unit(train.photos[:, 0, 0, -IMAGENET:].astype(np.float32))
        means = np.stack([lessons[train.photo_classes == c].mean(axis=0) for c in range(len(train.classes))])
        self._class_lessons = torch.from_numpy(means / means.sum(axis=1, keepdims=True))

    def _new_net(self) -> SketchTowers:
        torch.manual_seed(self.recipe.seed)
        train, rng = self.split.train, np.random.default_rng((self.recipe.seed, 0))
        chosen = rng.permutation(len(train.drawings))[:STATISTICS]
        examples = self._changed([train.drawings[n] for n in chosen], np.zeros(len(chosen), bool), rng)
        return new_towers(self.recipe, examples, train.photos[:, 0, 0].astype(np.float32), train.photo_classes)

    def plan(self) -> torch.optim.lr_scheduler.OneCycleLR:
        recipe, net = self.recipe, self.net
        body = [p for p in net.backbone.parameters() if p.requires_grad]
        groups = [
            {"params": body},
            {"params": list(net.photo.parameters())},
            {"params": [*net.sketch.parameters(), net.proxies]},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
        peaks = [speed * recipe.learning_rate for speed in (1.0, recipe.photo_speed, recipe.head_speed)]
        return torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, peaks, total_steps=self.batches * self.epochs + 1, pct_start=0.1
        )

    def run_epoch(self, report: Callable[[Progress], None]) -> SketchEpoch:
        started, number = time.monotonic(), len(self.history)
        rng = np.random.default_rng((self.seed, number + 1))  # so that a resumed run draws the same batches
        torch.manual_seed(self.seed * 10_000 + number)
        self.net.train()
        total, near = 0.0, 0.0
        for batch, chosen in enumerate(self._batches(rng)):
            seen = self._see(self.net, chosen, rng)
            loss = self.loss(seen)
            self.optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.net.backbone.parameters(), CLIP)
            self.optimizer.step()
            self.schedule.step()
            self.average.update_parameters(self.net)
            total += loss.item()
            nearest = seen.photo_classes[(seen.drawings @ seen.photos.T).argmax(1)]
            near += float((nearest == seen.drawing_classes).float().mean())
            report(Progress(number + 1, self.epochs, batch + 1, self.batches, loss.item()))
        figures = validated(self.average.module, self.split, self.recipe.input)
        held = self._validation_loss()
        means = total / self.batches, near / self.batches
        epoch = SketchEpoch(number + 1, *means, held, figures[0], time.monotonic() - started, *figures[1:])
        self.history.append(epoch)
        return epoch

    def _batches(self, rng: np.random.Generator) -> Iterator[Ids]:
        """Yield rows of drawings, `members` of each class that comes: every drawing about once in an epoch."""
        size, members, classes = self.recipe.batch_size, self.recipe.members, self.split.train.drawing_classes
        order = rng.permutation(len(classes))
        if members > 1:
            shuffled = [rng.permutation(np.flatnonzero(classes == c)) for c in range(len(self.split.train.classes))]
            few = [rows[n : n + members] for rows in shuffled for n in range(0, len(rows) - members + 1, members)]
            order = np.concatenate([few[n] for n in rng.permutation(len(few))])
        for batch in range(self.batches):
            yield np.take(order, np.arange(batch * size, (batch + 1) * size), mode="wrap")

    def _see(self, net: SketchTowers, chosen: Ids, rng: np.random.Generator) -> Towers:
        """Return what both towers see of some drawings and icons, of a photo for each, and of `photos` more.

        A mirrored drawing belongs to the mirrored photo: which way a thing faces is how its own photo is told. An icon
        has no photo of its own, so that it goes with any of its class.
        """
        train = self.split.train
        ink, classes, numbers = self._drawn(chosen, rng)
        mirrored, others = rng.random(len(ink)) < 0.5, rng.choice(len(train.photos), self.recipe.photos)
        numbers = np.concatenate([numbers, others])
        cuts = rng.integers(0, train.photos.shape[1], len(numbers))
        turned = np.concatenate([mirrored, rng.random(len(others)) < 0.5]).astype(int)
        described = torch.from_numpy(train.photos[numbers, cuts, turned].astype(np.float32))
        drawings, told = net(self._changed(ink, mirrored, rng))
        drawing_classes = torch.from_numpy(classes)
        lessons = self._class_lessons[drawing_classes]
        own = described[: len(chosen), -IMAGENET:]  # softened: √p is what p is at temperature 2
        lessons[: len(chosen)] = (lessons[: len(chosen)] + own / own.sum(1, keepdim=True)) / 2
        return Towers(
            drawings=drawings,
            photos=net.of_photos(described),
            drawing_classes=drawing_classes,
            photo_classes=torch.from_numpy(train.photo_classes[numbers]),
            own=torch.from_numpy(np.where(np.arange(len(ink)) < len(chosen), numbers[: len(ink)], NOBODYS)),
            photo_numbers=torch.from_numpy(numbers),
            proxies=nn.functional.normalize(net.proxies, dim=1),
            told=told,
            taught=lessons,
        )

    def _drawn(self, chosen: Ids, rng: np.random.Generator) -> tuple[list[NDArray[np.uint8]], Ids, Ids]:
        """Return the ink, the classes and the photos of the chosen drawings, then of icons; each class as often."""
        train, icons = self.split.train, self.split.icons
        ink, classes, photos = [train.drawings[n] for n in chosen], train.drawing_classes[chosen], train.own[chosen]
        if icons is None:
            return ink, classes, photos
        some = rng.choice(np.unique(icons.classes), self.recipe.icons)
        picked = np.array([rng.choice(np.flatnonzero(icons.classes == c)) for c in some])
        fitting = np.array([rng.choice(np.flatnonzero(train.photo_classes == c)) for c in some])
        ink += [icons.drawings[n] for n in picked]
        return ink, np.concatenate([classes, some]), np.concatenate([photos, fitting])

    def _changed(
        self, ink: Sequence[NDArray[np.uint8]], mirrored: NDArray[np.bool_], rng: np.random.Generator
    ) -> Tensor:
        side = self.recipe.input.width
        drawn = [redrawn(one, side, self.recipe.hand, rng) for one in ink]
        turned = [one[:, ::-1] if turn else one for one, turn in zip(drawn, mirrored, strict=True)]
        return inputs(np.stack(turned), self.recipe.input)

    @torch.inference_mode()
    def _validation_loss(self) -> float:
        """Return how badly a drawing tells photos of its class from others: −log of their share among all held back."""
        held = self.split.validation
        sketches = vectors_of_drawings(self.average.module, held, self.recipe.input)
        photos = vectors_of_photos(self.average.module, held)
        odds = torch.softmax(torch.from_numpy(14.0 * sketches @ photos.T), 1).numpy()
        shares = (odds * (held.drawing_classes[:, None] == held.photo_classes[None, :])).sum(axis=1)
        return float(-np.log(np.maximum(shares, 1e-12)).mean())


def train(
    recipe: SketchRecipe,
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
    """Train on the drawings and photos of a folder, as `train.train` does on labelled pictures.

    `looked` hears how many photos the backbone has seen; their descriptors are kept beside the run's folder.
    """
    split = load_split(recipe, models, data, run.parent / "features" / "sketchy", looked)
    return go(SketchLearner(recipe, split, epochs or recipe.epochs), run, resume, report, told)


def inputs(ink: NDArray[np.uint8], spec: InputSpec) -> Tensor:
    """Return ink (n, side, side) as a network's input (n, 3, side, side), as `images.prepare` makes it."""
    mean, std = spec.mean[0], spec.std[0]
    paper = 1.0 - torch.from_numpy(np.ascontiguousarray(ink)).float() / 255.0
    return ((paper - mean) / std)[:, None].repeat(1, 3, 1, 1).contiguous(memory_format=torch.channels_last)


@torch.inference_mode()
def vectors_of_drawings(net: SketchTowers, pairs: Pairs, spec: InputSpec) -> Vectors:
    """Return (drawings, dim) of unit length, of drawings as they are served."""
    net.eval()
    parts = [pairs.drawings[n : n + 64] for n in range(0, len(pairs.drawings), 64)]
    return np.concatenate([net(inputs(part, spec))[0].numpy() for part in parts])


@torch.inference_mode()
def vectors_of_photos(net: SketchTowers, pairs: Pairs) -> Vectors:
    """Return (photos, dim) of unit length, of whole photos."""
    net.eval()
    return np.asarray(net.of_photos(torch.from_numpy(pairs.photos[:, 0, 0].astype(np.float32))).numpy(), np.float32)


def validated(net: SketchTowers, split: Split, spec: InputSpec) -> tuple[float, float, float, float, float]:
    """Return nearest-is-alike, mAP, own photo first, own among five, and the mAP of classes held back whole."""
    held = split.validation
    scores = vectors_of_drawings(net, held, spec) @ vectors_of_photos(net, held).T
    near = float(np.mean(held.photo_classes[scores.argmax(axis=1)] == held.drawing_classes))
    first, in_five = own_found(scores, held)
    stranger_map = 0.0
    if split.strangers is not None:
        other = split.strangers
        stranger_map = map_of(vectors_of_drawings(net, other, spec) @ vectors_of_photos(net, other).T, other)
    return near, map_of(scores, held), first, in_five, stranger_map


def map_of(scores: NDArray[np.float32], pairs: Pairs) -> float:
    """Return the mean average precision of finding photos of a drawing's class, by scores (drawings, photos)."""
    order = np.argsort(-scores, axis=1, kind="stable")
    classes = zip(order, pairs.drawing_classes, strict=True)
    return metrics.mean_average_precision(
        [metrics.average_precision(ranking, np.flatnonzero(pairs.photo_classes == c)) for ranking, c in classes]
    )


def own_found(scores: NDArray[np.float32], pairs: Pairs) -> tuple[float, float]:
    """Return the shares of drawings whose own photo is first, and among five, of the photos that have drawings."""
    drawn = np.unique(pairs.own)
    own = scores[np.arange(len(scores)), pairs.own]
    nearer = (scores[:, drawn] > own[:, None]).sum(axis=1)
    return float(np.mean(nearer < 1)), float(np.mean(nearer < 5))
