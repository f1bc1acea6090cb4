"""Sentences and photos in one space: the words' weighed mean through a layer, and a layer on what the backbone sees."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from mindseye.lab.recipe import WordsRecipe

SHARPNESS = 15.0  # what cosines are multiplied by at first


class WordsTower(nn.Module):
    """A bag of words, each with a weight that it learns; their order is not seen."""

    def __init__(self, recipe: WordsRecipe, words: int, channels: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, recipe.embedding, padding_idx=0)
        nn.init.normal_(self.embedding.weight, std=0.1)
        self.weight = nn.Embedding(words, 1)
        nn.init.zeros_(self.weight.weight)
        self.text = nn.Linear(recipe.embedding, recipe.dim)
        self.photo = nn.Linear(channels, recipe.dim)
        self.loud = math.sqrt(channels)  # see SketchTowers
        self.photo_dropout, self.word_dropout = nn.Dropout(recipe.photo_dropout), nn.Dropout(recipe.word_dropout)
        self.sharpness = nn.Parameter(torch.tensor(math.log(SHARPNESS)))

    def forward(self, words: Tensor) -> Tensor:
        """(n, length) tokens, 0 where a text is over → (n, dim) of unit length."""
        there = (words > 0).unsqueeze(2).to(self.embedding.weight.dtype)
        weights = torch.exp(self.weight(words)) * there
        mean = (self.word_dropout(self.embedding(words)) * weights).sum(1) / (weights.sum(1) + 1e-6)
        return nn.functional.normalize(self.text(self.word_dropout(mean)), dim=1)

    def of_photos(self, described: Tensor) -> Tensor:
        """(n, channels) descriptors of unit length → (n, dim) of unit length."""
        return nn.functional.normalize(self.photo(self.photo_dropout(self.loud * described)), dim=1)

    def photo_axes(self) -> Tensor:
        """Return the photos' layer as it is for descriptors of unit length, (dim, channels)."""
        return self.loud * self.photo.weight.detach()
