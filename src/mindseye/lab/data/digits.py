"""MNIST for training: 55,000 distorted pictures, with marks that are no digits mixed in; 5,000 for validation."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Dataset, TensorDataset

from mindseye import glyphs, images
from mindseye.benchmarks.labelled_pictures import MNIST_HELP, find_idx, read_idx_pair
from mindseye.errors import DataError
from mindseye.lab.data import Item, Splits, dataset
from mindseye.lab.data.distort import distort, shifted
from mindseye.lab.data.outliers import outlier
from mindseye.lab.losses.outlier_exposure import OUTLIER
from mindseye.lab.recipe import Recipe

VALIDATION = 5_000  # the last ones of the training file, as is usual; a twelfth of a smaller set


class DistortedDigits(Dataset[Item]):
    """Training pictures; picture i of epoch e is the same for the same seed, whatever the number of workers."""

    def __init__(self, pictures: NDArray[np.uint8], labels: NDArray[np.uint8], recipe: Recipe) -> None:
        self.pictures, self.labels, self.recipe = pictures, labels, recipe
        self.epoch = 0

    def __len__(self) -> int:
        return len(self.pictures) + round(self.recipe.outliers * len(self.pictures))

    def __getitem__(self, index: int) -> Item:
        cv2.setNumThreads(0)
        rng = np.random.default_rng((self.recipe.seed, self.epoch, index))
        spec, how = self.recipe.input, self.recipe.distortion
        if index < len(self.pictures):
            mark, target = self.pictures[index].astype(np.float32) / 255.0, int(self.labels[index])
        else:
            mark, target = outlier(self.pictures, rng), OUTLIER
            mark = np.asarray(cv2.resize(mark, (28, 28), interpolation=cv2.INTER_AREA), np.float32)
        usual_pen = bool(rng.random() < 0.5)  # drawings are redrawn with one when served, MNIST's pictures are not
        fitted = glyphs.fit(distort(mark, how, rng), spec.box, spec.width, spec.height, usual_pen)
        return torch.from_numpy(images.normalise(shifted(fitted, how.shift, rng)[None], spec)), target


@dataset("digits")
def digits(recipe: Recipe, folder: Path) -> Splits:
    """Return MNIST's training file, cut into training and validation, from a folder with its idx files."""
    files = find_idx(folder, "train")
    if files is None:
        raise DataError(f"{folder} does not hold MNIST's training files. {MNIST_HELP}.")
    pictures, labels = read_idx_pair(*files)
    held = min(VALIDATION, len(labels) // 12)
    if held == 0:
        raise DataError(f"{folder} holds {len(labels)} training pictures; 12 are the fewest that can be split.")
    tensors = [images.prepare(np.repeat(p[..., None], 3, axis=2), recipe.input) for p in pictures[-held:]]
    validation = TensorDataset(torch.from_numpy(np.stack(tensors)), torch.from_numpy(labels[-held:].astype(np.int64)))
    return Splits(
        DistortedDigits(pictures[:-held], labels[:-held], recipe),
        validation,
        f"MNIST training file: first {len(labels) - held} distorted for training, last {held} untouched for validation",
    )
