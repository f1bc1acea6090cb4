"""A network that also learns what a teacher sees: not only "a dog" but "rather a beagle, a little of a cat, on a sofa".

Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network". The teacher is a served model with other
labels than the pupil's, so the pupil answers it with a second head on its last hidden layer, which is thrown away when
training ends. The teacher looks at the training pictures only, each once, unchanged, and at its mirror image.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from mindseye import images
from mindseye.errors import DataError
from mindseye.lab.data import Splits, TrainingSet, load_data
from mindseye.lab.data.photos import Photos
from mindseye.lab.recipe import Recipe
from mindseye.lab.train import Batch, Classifier, Epoch, Progress, go
from mindseye.models.registry import Model, Models
from mindseye.types import InputSpec

TEMPERATURE = 2.0  # softens the teacher's answers, so that its second and third thoughts count
SIDE = 224  # px at which a teacher looks that takes pictures of any size
LOGITS = "logits"

Looked = Callable[[str, int, int], None]


class Numbered(Dataset[tuple[Tensor, int, int]]):
    """A training set whose items also say which picture they are of."""

    def __init__(self, pictures: TrainingSet) -> None:
        self.pictures = pictures

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, index: int) -> tuple[Tensor, int, int]:
        picture, target = self.pictures[index]
        return picture, target, index


class Pupil(Classifier):
    """Learns the labels of pictures, and aside from them the answers (pictures, classes) of a teacher."""

    def __init__(self, recipe: Recipe, splits: Splits, epochs: int, workers: int, lessons: Tensor) -> None:
        super().__init__(recipe, splits, epochs, workers)
        self.lessons = lessons
        layers = list(self.net)
        last = max(i for i, layer in enumerate(layers) if isinstance(layer, nn.ReLU))
        hidden = next(layer.out_features for layer in reversed(layers[:last]) if isinstance(layer, nn.Linear))
        self.aside = nn.Linear(hidden, lessons.shape[1])
        self.optimizer.add_param_group({"params": self.aside.parameters(), **_group(self.optimizer)})
        self.schedule = self.plan()
        self._hidden = torch.empty(0)
        layers[last].register_forward_hook(self._keep)

    def examine(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        inputs, targets, numbers = batch
        logits = self.net(inputs)
        soft = torch.softmax(self.lessons[numbers] / TEMPERATURE, 1)
        told = torch.log_softmax(self.aside(self._hidden) / TEMPERATURE, 1)
        apart = nn.functional.kl_div(told, soft, reduction="batchmean") * TEMPERATURE**2
        return self.loss(logits, targets) + self.recipe.lesson * apart, logits, targets

    def loader(self) -> DataLoader[Any]:
        return self.batches_of(Numbered(self.splits.train))

    def state(self) -> dict[str, Any]:
        return {**super().state(), "aside": self.aside.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        super().restore(state)
        self.aside.load_state_dict(state["aside"])

    def _keep(self, _: nn.Module, __: object, out: Tensor) -> None:
        self._hidden = out


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
    looked: Looked = lambda teacher, done, total: None,
) -> list[Epoch]:
    """Train a recipe that has a teacher, as `train.train` does one that has none.

    The teacher's answers lie in the run's folder, so that a resumed run need not ask again; `looked` hears how many
    pictures it has seen.
    """
    splits, answers = load_data(recipe, data), run / "lessons.pt"
    run.mkdir(parents=True, exist_ok=True)
    if not (resume and answers.exists()):
        torch.save(lessons_of(models, recipe.teacher, splits.train, looked), answers)
    lessons = torch.load(answers, weights_only=True)
    return go(Pupil(recipe, splits, epochs or recipe.epochs, workers, lessons), run, resume, report, told)


def lessons_of(models: Models, teacher: str, training: TrainingSet, looked: Looked) -> Tensor:
    """Return the teacher's logits (pictures, classes) for the training pictures, the mean of both flips."""
    if not isinstance(training, Photos):
        raise DataError(f"{teacher} can teach from photographs only, which this recipe's data are not.")
    model = models.get(teacher)
    answers = []
    for done, rgb in enumerate(training.pictures, start=1):
        answers.append(_taught(models, model, images.prepare(rgb, _spec(model))))
        if done % 500 == 0 or done == len(training):
            looked(teacher, done, len(training))
    return torch.from_numpy(np.stack(answers))


def _taught(models: Models, model: Model, picture: Any) -> Any:
    both = np.ascontiguousarray(np.stack([picture, picture[:, :, ::-1]]))
    return models.session(model).run(both, [LOGITS])[LOGITS].mean(axis=0)


def _spec(model: Model) -> InputSpec:
    """Return how the teacher looks: as its card says, and squarely where that leaves the sides open."""
    spec = model.card.input
    if spec.fit != "area":
        return spec
    return InputSpec(SIDE, SIDE, fit="stretch", mean=spec.mean, std=spec.std)


def _group(optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """Return the settings of the optimiser's first group of weights, for another group."""
    return {key: value for key, value in optimizer.param_groups[0].items() if key != "params"}
