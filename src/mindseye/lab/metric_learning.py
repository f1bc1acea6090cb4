"""Learning a distance: a head on the frozen descriptor, so that pictures of one group come near each other.

The head begins as the PCA-whitening of the training pictures, so that it has to improve on what needs no labels at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from mindseye import metrics
from mindseye.descriptors.whitening import Whitening
from mindseye.errors import DataError
from mindseye.lab.data.features import Report, Views, views_of
from mindseye.lab.data.photo_groups import first, load_groups
from mindseye.lab.recipe import MetricRecipe
from mindseye.lab.train import Epoch, Progress, Trainer, go
from mindseye.models.registry import Models

Groups = NDArray[np.int64]  # (n,)
VALIDATION_BATCHES = 20  # for the loss on validation; the same in each epoch


@dataclass(frozen=True, slots=True)
class MetricEpoch(Epoch):
    """As `Epoch`; accuracy is the share of pictures whose nearest other is of their group: in training within a batch,
    in validation among all pictures of a source. The two maps are what recipes are chosen by; 0 without such groups.
    """

    class_map: float = 0.0  # mean average precision among pictures of classes never seen in training
    view_map: float = 0.0  # of finding a picture's views among those of all others

    def __str__(self) -> str:
        return f"{Epoch.__str__(self)}  mAP of classes {self.class_map:.4f}  of views {self.view_map:.4f}"


class MetricLearner(Trainer):
    """Learns distances from groups. `views` are of both parts; see MetricRecipe."""

    figures = MetricEpoch

    def __init__(self, recipe: MetricRecipe, views: Sequence[Views], epochs: int) -> None:
        super().__init__(recipe, recipe.batches, epochs)
        self.recipe = recipe
        shares = dict(recipe.mix)
        self.train = [v for v in views if v.source.part == "train" and shares.get(v.source.name, 0.0) > 0.0]
        self.validation = [v for v in views if v.source.part == "validation"]
        if not self.train:
            raise DataError(f"None of the recipe's sources is there; it learns from {', '.join(shares)}.")
        self.shares = np.array([shares[v.source.name] for v in self.train])
        self.shares /= self.shares.sum()
        begin_as_whitening(self.net, common_pictures(self.train), recipe.power)
        self.average.module.load_state_dict(self.net.state_dict())

    def run_epoch(self, report: Callable[[Progress], None]) -> MetricEpoch:
        started, number = time.monotonic(), len(self.history)
        rng = np.random.default_rng((self.seed, number))  # so that a resumed run draws the same batches
        self.net.train()
        total, near = 0.0, 0.0
        for batch in range(self.batches):
            views = self.train[rng.choice(len(self.train), p=self.shares)]
            inputs, groups = draw(views, self.recipe.groups, self.recipe.members, rng)
            vectors = nn.functional.normalize(self.net(inputs), dim=1)
            loss = self.loss(vectors, groups, self.recipe.margin)
            self.learn(loss)
            total += loss.item()
            near += nearest_is_alike(vectors.detach(), groups)
            report(Progress(number + 1, self.epochs, batch + 1, self.batches, loss.item()))
        loss, accuracy, class_map, view_map = self.validate()
        seconds = time.monotonic() - started
        means = total / self.batches, near / self.batches
        epoch = MetricEpoch(number + 1, *means, loss, accuracy, seconds, class_map, view_map)
        self.history.append(epoch)
        return epoch

    def validate(self) -> tuple[float, float, float, float]:
        """Return loss, share of pictures whose nearest other is alike, mAP by class and mAP by view; of the average."""
        found = [(v.source.by_class, *search_figures(self.embedded(v))) for v in self.validation]
        maps = [[m for by_class, m, _ in found if by_class == wanted] for wanted in (True, False)]
        class_map, view_map = (float(np.mean(m)) if m else 0.0 for m in maps)
        return self._validation_loss(), float(np.mean([near for _, _, near in found])), class_map, view_map

    @torch.inference_mode()
    def embedded(self, views: Views) -> Views:
        """Return the same views through the averaged head: (pictures, views, dim), of unit length."""
        pictures, count, channels = views.values.shape
        rows = torch.from_numpy(views.values.reshape(-1, channels).astype(np.float32))
        vectors = nn.functional.normalize(self.average.module.eval()(rows), dim=1).numpy()
        return Views(views.source, vectors.reshape(pictures, count, -1))

    @torch.inference_mode()
    def _validation_loss(self) -> float:
        rng, losses = np.random.default_rng(self.seed), []
        for batch in range(VALIDATION_BATCHES):
            views = self.validation[batch % len(self.validation)]
            inputs, groups = draw(views, self.recipe.groups, self.recipe.members, rng)
            vectors = nn.functional.normalize(self.average.module.eval()(inputs), dim=1)
            losses.append(float(self.loss(vectors, groups, self.recipe.margin)))
        return float(np.mean(losses))


def train(
    recipe: MetricRecipe,
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
    """Train a recipe on the groups of pictures in a folder and return the history.

    `run` is the run's folder, as in `train.train`; the descriptors lie in `features` beside it, for all recipes.
    `looked` hears how many pictures of a source the backbone has seen.
    """
    wanted = {name for name, share in recipe.mix if share > 0}
    found = [first(source, recipe.singles) for source in load_groups(data)]
    sources = [source for source in found if source.part == "validation" or source.name in wanted]
    cache = run.parent / "features"
    views = [views_of(recipe, models, source, cache, workers, looked) for source in sources]
    return go(MetricLearner(recipe, views, epochs or recipe.epochs), run, resume, report, told)


def common_pictures(views: Sequence[Views]) -> NDArray[np.float32]:
    """Return descriptors (n, channels) to learn axes from: of sources without classes, if there are any.

    Their pictures are of whatever comes; axes of a few classes of objects were the poorer start, measured.
    """
    alone = [v for v in views if not v.source.by_class]
    return np.concatenate([v.values[:, 0] for v in alone or views]).astype(np.float32)


def begin_as_whitening(net: nn.Module, rows: NDArray[np.float32], power: float) -> None:
    """Set the net's first layer, a linear one, to the PCA-whitening of rows (n, channels), in place.

    Scaled so that outputs are of length 1 on average: the direction is what counts, and the optimiser's steps fit.
    """
    layer = next(m for m in net.modules() if isinstance(m, nn.Linear))
    if len(rows) < layer.out_features:
        raise DataError(f"{len(rows)} pictures are too few to learn {layer.out_features} dimensions from: add more.")
    whitening = Whitening(layer.out_features, power=power).fit(rows)
    projection, bias = whitening.projection_, -whitening.projection_ @ whitening.mean_
    scale = np.sqrt(np.square(rows @ projection.T + bias).sum(axis=1).mean())
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(projection / scale))
        layer.bias.copy_(torch.from_numpy(bias / scale))


def draw(views: Views, groups: int, members: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Return a batch, descriptors (n, channels) and groups (n,): some groups, and some members of each.

    Of a class, pictures in a random view each (one comes again where the class has too few); of a picture, its views.
    """
    known = np.unique(views.source.groups)
    chosen = rng.choice(known, min(groups, len(known)), replace=False)
    pictures, looks = [], []
    for group in chosen:
        own, count = np.nonzero(views.source.groups == group)[0], views.values.shape[1]
        if views.source.by_class:
            pictures.append(rng.choice(own, members, replace=len(own) < members))
            looks.append(rng.integers(0, count, members))
        else:
            looks.append(rng.choice(count, min(members, count), replace=False))
            pictures.append(np.full(len(looks[-1]), own[0]))
    values = views.values[np.concatenate(pictures), np.concatenate(looks)].astype(np.float32)
    return torch.from_numpy(values), torch.from_numpy(views.source.groups[np.concatenate(pictures)])


def nearest_is_alike(vectors: Tensor, groups: Tensor) -> float:
    """Return the share of rows (n, dim) whose nearest other row is of the same group (n,)."""
    near = (vectors @ vectors.T).fill_diagonal_(-2.0).argmax(dim=1)
    return float((groups[near] == groups).float().mean())


def search_figures(views: Views) -> tuple[float, float]:
    """Return mean average precision, and the share of queries whose nearest other view is of their group.

    Each picture itself (view 0) is a query, all other views of all pictures are ranked. Groups of one are no queries.
    """
    pictures, count, dim = views.values.shape
    database = np.ascontiguousarray(views.values.reshape(-1, dim), np.float32)
    groups = np.repeat(views.source.groups, count)
    precisions, near = [], []
    for picture in range(pictures):
        own = picture * count
        positives = np.nonzero(groups == groups[own])[0]
        if len(positives) < 2:
            continue
        ranking = np.argsort(-(database @ database[own]), kind="stable")
        ranking, positives = ranking[ranking != own], positives[positives != own]
        precisions.append(metrics.average_precision(ranking, positives))
        near.append(float(groups[ranking[0]] == groups[own]))
    return metrics.mean_average_precision(precisions), float(np.mean(near))
