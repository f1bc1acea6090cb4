"""Losses over two towers: drawings and photos of one thing shall be near each other, whichever tower saw them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from mindseye.lab.losses import loss
from mindseye.lab.losses.triplet import triplet_batch_hard

PROXY_SCALE, PAIR_SCALE = 16.0, 14.0  # inverse temperatures of cosines
SMOOTHING = 0.1  # of the labels
PHOTOS, PAIRS, LESSON = 0.5, 0.6, 0.35  # weights of the parts beside that of drawings and proxies
SAME_CLASS = 0.15  # of a pair's weight when both are of one class but the photo is not the drawing's own
MARGIN = 0.3  # of distances between unit vectors, which are 0 to 2


@dataclass(frozen=True, slots=True)
class Towers:
    """One batch seen by both towers: rows of unit length, drawings (n, dim) and photos (m, dim)."""

    drawings: Tensor
    photos: Tensor
    drawing_classes: Tensor  # (n,)
    photo_classes: Tensor  # (m,)
    own: Tensor  # (n,) number of each drawing's own photo
    photo_numbers: Tensor  # (m,)
    proxies: Tensor  # (classes, dim), one learned vector of unit length for each class
    told: Tensor  # (n, 1000) logits of ImageNet's classes that the drawings' network gives
    taught: Tensor  # (n, 1000) the same as probabilities, of the photo, softened: what the backbone knows of it


@loss("sketch-proxies")
def sketch_proxies(seen: Towers) -> Tensor:
    """Return the sum of four losses: of proxies, for drawings and for photos, of pairs, and of the backbone's lesson.

    Proxies: cross-entropy over the scaled cosines to one vector a class (Movshovitz-Attias et al. 2017; Zhai and Wu
    2019, "Classification is a strong baseline for deep metric learning"). Pairs: InfoNCE (van den Oord et al. 2018)
    of each drawing among all photos of the batch, its own photo counting fully and others of its class a little
    (Khosla et al. 2020). Lesson: the drawings' network shall say of a drawing what the backbone says of the photo
    (Hinton et al. 2015), which is what carries over to classes that nobody drew.
    """
    drawn = _proxy_loss(seen.drawings, seen.proxies, seen.drawing_classes)
    photographed = _proxy_loss(seen.photos, seen.proxies, seen.photo_classes)
    lesson = nn.functional.cross_entropy(seen.told / 2.0, seen.taught) * 2.0
    return drawn + PHOTOS * photographed + PAIRS * _pair_loss(seen) + LESSON * lesson


@loss("sketch-triplet")
def sketch_triplet(seen: Towers) -> Tensor:
    """Return the triplet loss over drawings and photos together, groups being the classes (Sangkloy et al. 2016,
    section 4, use triplets across the two; Hermans et al. 2017 the hardest of a batch).
    """
    vectors = torch.cat([seen.drawings, seen.photos])
    return triplet_batch_hard(vectors, torch.cat([seen.drawing_classes, seen.photo_classes]), MARGIN)


def _proxy_loss(vectors: Tensor, proxies: Tensor, classes: Tensor) -> Tensor:
    return nn.functional.cross_entropy(PROXY_SCALE * vectors @ proxies.T, classes, label_smoothing=SMOOTHING)


def _pair_loss(seen: Towers) -> Tensor:
    own = (seen.own[:, None] == seen.photo_numbers[None, :]).float()
    alike = (seen.drawing_classes[:, None] == seen.photo_classes[None, :]).float()
    wanted = own + SAME_CLASS * alike
    return nn.functional.cross_entropy(PAIR_SCALE * seen.drawings @ seen.photos.T, wanted / wanted.sum(1, keepdim=True))
