"""Dogs vs Cats for training: views of 7,000 photographs, and 1,000 for validation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import TensorDataset

from mindseye import images
from mindseye.errors import DataError
from mindseye.lab.data import Splits, dataset
from mindseye.lab.data.photos import Photos
from mindseye.lab.recipe import Recipe
from mindseye.types import ImageLimits

HELP = (
    "a folder with training_set/cats and training_set/dogs; the pictures are those of Kaggle's competition Dogs vs. "
    "Cats, https://www.kaggle.com/c/dogs-vs-cats"
)
FOLDERS = ("cats", "dogs")  # in the order of the labels cat, dog
SPLIT_SEED = 7
HELD = 8  # an eighth of each label is for validation


@dataset("catsdogs")
def catsdogs(recipe: Recipe, folder: Path) -> Splits:
    """Return the training set, cut into training and validation; the test set is for `mindseye bench classify`."""
    files, labels = training_files(folder)
    held = held_out(labels)
    pictures = [images.read(file, ImageLimits()) for file in files]
    train = [picture for picture, kept in zip(pictures, ~held, strict=True) if kept]
    tensors = [images.prepare(picture, recipe.input) for picture, kept in zip(pictures, held, strict=True) if kept]
    validation = TensorDataset(torch.from_numpy(np.stack(tensors)), torch.from_numpy(labels[held]))
    words = f"Dogs vs Cats, training_set: {len(train)} changed at random for training, {held.sum()} for validation"
    return Splits(Photos(train, labels[~held], recipe), validation, words)


def training_files(folder: Path) -> tuple[list[Path], NDArray[np.int64]]:
    """Return the pictures of training_set in a fixed order, and 0 for a cat, 1 for a dog."""
    found = [sorted((folder / "training_set" / name).glob("*.jpg")) for name in FOLDERS]
    if min(len(files) for files in found) < HELD:
        raise DataError(f"{folder} does not hold the cats and dogs: give {HELP}.")
    return [file for files in found for file in files], np.repeat(np.arange(2), [len(files) for files in found])


def held_out(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which pictures are for validation: an eighth of each label, the same ones for every recipe."""
    rng, held = np.random.default_rng(SPLIT_SEED), np.zeros(len(labels), bool)
    for label in np.unique(labels):
        own = rng.permutation(np.flatnonzero(labels == label))
        held[own[: len(own) // HELD]] = True
    return held
