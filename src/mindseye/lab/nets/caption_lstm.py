"""The captioner: an LSTM that tells a sentence word by word and looks at the cells of a picture for each.

As in "Knowing when to look" (Lu et al. 2017), the memory of what has been said decides where to look, and both together
decide the word; what was seen does not go back into the memory, so that all words of a sentence are learned at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from mindseye.lab.recipe import CaptionRecipe

MAP_CHANNELS, CLASSES = 1280, 1000  # of the backbone
CLASS_SCALE = 4.0  # makes the roots of ImageNet's probabilities about as large as what is seen in cells


@dataclass(frozen=True, slots=True)
class Sight:
    """What has been seen of n pictures."""

    cells: Tensor  # (n, cells, channels)
    keys: Tensor  # (n, cells, channels): what each cell answers to
    state: Tensor  # (n, 2, units): the LSTM's output and memory before the first word


class CaptionLstm(nn.Module):
    def __init__(self, recipe: CaptionRecipe, words: int) -> None:
        super().__init__()
        channels, units, width = recipe.channels, recipe.units, recipe.embedding
        self.heads, self.units, self.words = recipe.heads, units, words
        self.see = nn.Linear(MAP_CHANNELS, channels)
        self.classes = nn.Linear(CLASSES, channels, bias=False)
        self.key = nn.Linear(channels, channels, bias=False)
        self.begin = nn.Linear(channels, 2 * units)
        self.embedding = nn.Parameter(torch.randn(words, width) / math.sqrt(width))  # also the last layer's weights
        self.lstm = nn.LSTM(width, units, batch_first=True)
        self.query = nn.Linear(units, channels)
        self.said = nn.Linear(units, width)
        self.seen = nn.Linear(channels, width, bias=False)
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(words))
        self.drop = nn.Dropout(recipe.dropout)

    def look(self, cells: Tensor, logits: Tensor) -> Sight:
        """(n, cells, 1280) of the backbone's map, ≥ 0, and (n, 1000) → what is seen.

        Roots even out channels that fire strongly, and probabilities that are nearly all of one class.
        """
        seen = torch.relu(self.see(self.drop(torch.sqrt(torch.clamp(cells, min=0.0)))))
        odds = torch.sqrt(torch.softmax(logits, 1)) * CLASS_SCALE
        whole = seen.mean(1) + self.classes(self.drop(odds))
        return Sight(seen, self.key(seen), torch.tanh(self.begin(whole)).view(-1, 2, self.units))

    def embed(self, words: Tensor) -> Tensor:
        """(…) → (…, embedding), of about unit variance."""
        return self.drop(self.embedding[words] * math.sqrt(self.embedding.shape[1]))

    def forward(self, sight: Sight, words: Tensor) -> Tensor:
        """Return the logits (n, sentences, length, words) of the word after each: `words` (n, sentences, length)."""
        pictures, each, length = words.shape
        state = sight.state.repeat_interleave(each, 0)
        memory, _ = self.lstm(self.embed(words.flatten(0, 1)), (state[:, 0][None], state[:, 1][None]))
        memory = self.drop(memory).reshape(pictures, each * length, self.units)
        context, _ = self.attend(memory, sight.cells, sight.keys)
        return self.logits(memory, context).view(pictures, each, length, self.words)

    def attend(self, memory: Tensor, cells: Tensor, keys: Tensor) -> tuple[Tensor, Tensor]:
        """Return what is looked at, (n, words, channels), and where, (n, heads, words, cells): scaled dot products.

        memory (n, words, units); cells and keys (n, cells, channels). Vaswani et al. 2017, equation 1.
        """
        queries, answers, values = (self._split(x) for x in (self.query(memory), keys, cells))
        where = torch.softmax(queries @ answers.transpose(2, 3) / math.sqrt(queries.shape[-1]), 3)
        return (where @ values).transpose(1, 2).flatten(2), where

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(2, (self.heads, x.shape[2] // self.heads)).transpose(1, 2)

    def logits(self, memory: Tensor, context: Tensor) -> Tensor:
        """(…, units) and (…, channels) → (…, words)."""
        return self.norm(self.said(memory) + self.seen(self.drop(context))) @ self.embedding.T + self.bias

    def step(self, words: Tensor, state: Tensor, cells: Tensor, keys: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """One word further for several sentences of each picture.

        words (n, s), state (n, s, 2, units), cells and keys (n, cells, channels) → logits (n, s, words), the new state,
        and the attention (n, s, cells), the mean of the heads.
        """
        before, kept = state[..., 0, :], state[..., 1, :]
        lstm, embedded = self.lstm, self.embed(words)
        gates = embedded @ lstm.weight_ih_l0.T + before @ lstm.weight_hh_l0.T + lstm.bias_ih_l0 + lstm.bias_hh_l0
        enter, forget, new, leave = gates.chunk(4, -1)
        kept = torch.sigmoid(forget) * kept + torch.sigmoid(enter) * torch.tanh(new)
        memory = torch.sigmoid(leave) * torch.tanh(kept)
        context, where = self.attend(self.drop(memory), cells, keys)
        return self.logits(self.drop(memory), context), torch.stack([memory, kept], -2), where.mean(1)
