"""Views of labelled photographs, squeezed to a square."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Dataset

from mindseye import images
from mindseye.lab.data import Item
from mindseye.lab.data.views import square_view
from mindseye.lab.recipe import Recipe
from mindseye.types import RGB


class Photos(Dataset[Item]):
    """Training pictures; view i of epoch e is the same for the same seed, whatever the number of workers."""

    def __init__(self, pictures: list[RGB], labels: NDArray[np.int64], recipe: Recipe) -> None:
        self.pictures, self.labels, self.recipe = pictures, labels, recipe
        self.epoch = 0

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, index: int) -> Item:
        cv2.setNumThreads(0)
        rng = np.random.default_rng((self.recipe.seed, self.epoch, index))
        seen = square_view(self.pictures[index], self.recipe.change, self.side, rng)
        values = seen.transpose(2, 0, 1).astype(np.float32) / 255.0
        return torch.from_numpy(images.normalise(values, self.recipe.input)), int(self.labels[index])

    @property
    def side(self) -> int:
        """Width and height of this epoch's views, in px; networks learn faster when they begin with small ones."""
        share = self.epoch / self.recipe.epochs
        return [self.recipe.input.width, *(side for start, side in self.recipe.sides if share >= start)][-1]
