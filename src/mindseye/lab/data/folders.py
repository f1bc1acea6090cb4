"""Any photographs in one sub-folder per label: a fifth of each label is for validation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import TensorDataset

from mindseye import images
from mindseye.benchmarks.label_folders import LabelFolders
from mindseye.errors import DataError
from mindseye.lab.data import Splits, dataset
from mindseye.lab.data.photos import Photos
from mindseye.lab.recipe import Recipe

SPLIT_SEED = 7
HELD = 5  # a fifth
FEWEST = 5  # pictures of a label: one is held back


@dataset("folders")
def folders(recipe: Recipe, folder: Path) -> Splits:
    """Return the pictures of the recipe's labels, which are names of sub-folders, cut into training and validation."""
    found = [picture for picture in LabelFolders(folder) if picture.label in recipe.labels]
    labels = np.array([recipe.labels.index(picture.label) for picture in found], np.int64)
    for place, label in enumerate(recipe.labels):
        if (count := int((labels == place).sum())) < FEWEST:
            raise DataError(f"{label} has {count} pictures; fine-tuning needs {FEWEST} at least of each class.")
    held = held_out(labels)
    train = [picture.rgb for picture, kept in zip(found, ~held, strict=True) if kept]
    tensors = [images.prepare(picture.rgb, recipe.input) for picture, kept in zip(found, held, strict=True) if kept]
    validation = TensorDataset(torch.from_numpy(np.stack(tensors)), torch.from_numpy(labels[held]))
    words = f"{len(train)} pictures of {len(recipe.labels)} classes for training, {int(held.sum())} for validation"
    return Splits(Photos(train, labels[~held], recipe), validation, words)


def held_out(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which pictures are for validation, (n,): a fifth of each label."""
    rng, held = np.random.default_rng(SPLIT_SEED), np.zeros(len(labels), bool)
    for label in np.unique(labels):
        own = rng.permutation(np.flatnonzero(labels == label))
        held[own[: max(1, len(own) // HELD)]] = True
    return held
