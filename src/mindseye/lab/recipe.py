"""A recipe is data: everything that decides what a training run produces. The loop in `train.py` is shared."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass

from mindseye.errors import unknown
from mindseye.types import InputSpec


@dataclass(frozen=True, slots=True)
class Distortion:
    """How far a training picture may be bent, so that a network survives hands and pens it has never met."""

    rotate: float = 15.0  # degrees, standard deviation 0.5 of it, cut at it
    scale: float = 0.2  # aspect: width and height differ by up to this fraction
    shear: float = 0.3  # tangent of the slant
    elastic: float = 1.5  # px of displacement at 28 px, standard deviation
    shift: int = 1  # px in each direction, after centring
    stroke: float = 0.6  # share of pictures whose pen is made thinner or thicker


@dataclass(frozen=True, slots=True)
class Change:
    """How far a view may be from its picture, as if photographed from elsewhere and in other light."""

    area: float = 0.3  # smallest share of the picture's area that is left
    aspect: float = 0.75  # the cut's sides may change their ratio to 0.75 to 1 / 0.75 of the picture's
    turn: float = 10.0  # degrees to either side
    slant: float = 0.08  # of the sides: how far each corner moves by itself, as when seen from another place
    light: float = 0.3  # brightness, contrast and saturation are each multiplied by 0.7 to 1.3
    tint: float = 0.1  # each colour channel is multiplied by 0.9 to 1.1
    blur: float = 1.2  # px, the largest standard deviation; a third of the views are blurred
    erase: float = 0.0  # of the sides: the largest square of noise put over half of the views (DeVries and Taylor 2017)


@dataclass(frozen=True, slots=True)
class Hand:
    """How far a training drawing may be from the one that it was, as if somebody else had made it."""

    turn: float = 9.0  # degrees, standard deviation
    slant: float = 0.1  # tangent, standard deviation
    aspect: float = 0.12  # of the logarithm of width to height, standard deviation
    smallest: float = 0.72  # times the usual size
    bend: float = 0.02  # of the side: how far each of 5 × 5 knots is moved, standard deviation
    pen: float = 0.4  # share of drawings with another pen
    unfinished: float = 0.4  # share of drawings of which a part is missing


@dataclass(frozen=True, slots=True)
class Recipe:
    """One trainable model. `data`, `net` and `loss` name entries of the registries beside this file."""

    name: str
    title: str
    description: str
    task: str
    net: str
    data: str
    loss: str
    input: InputSpec
    labels: tuple[str, ...]
    epochs: int
    batch_size: int = 128
    learning_rate: float = 2e-3  # peak of the one-cycle schedule (Smith 2018)
    weight_decay: float = 1e-2
    average: float = 0.999  # decay of the exponential average of the weights, which is what gets exported
    distortion: Distortion = Distortion()  # of drawn marks
    change: Change = Change()  # of photographs
    sides: tuple[tuple[float, int], ...] = ()  # from which share of the epochs on training pictures have which side, px
    mirrored: bool = False  # what is served looks at each picture and at its mirror image
    outliers: float = 0.1  # share of each epoch that is no member of any class; of 0 none will be refused
    false_rejects: float = 0.005  # share of validation pictures that the rejection threshold may refuse
    teacher: str = ""  # a served model of photographs whose answers the network learns as well
    lesson: float = 0.0  # weight of that part of the loss
    seed: int = 1
    labels_zh: tuple[str, ...] = ()  # in the order of the labels
    notes: str = ""  # for the card: what else went into the weights


@dataclass(frozen=True, slots=True)
class MetricRecipe:
    """A head on a frozen backbone's descriptor, learned from groups of pictures: those of one group shall be near.

    `loss` and `net` name entries of the registries beside this file, `descriptor` one of `descriptors.kinds.KINDS`.
    """

    name: str
    title: str
    description: str
    loss: str
    margin: float  # of distances between unit vectors, which are 0 to 2; of their squares in triplet-semi-hard
    mix: tuple[tuple[str, float], ...]  # share of the batches that come from each source that is there
    task: str = "projection"
    backbone: str = "photo"
    descriptor: str = "spoc-classes"  # that of the space `photo`
    net: str = "projection"
    change: Change = Change()
    singles: int = 3000  # pictures of a source without classes, at most: 2,000 did as well, and looking takes time
    views: int = 3  # changed views of each picture that has no class, besides the picture itself
    power: float = 0.0  # of the PCA-whitening that the head begins as: 0 only turns and cuts
    groups: int = 32  # a batch is so many groups …
    members: int = 4  # … of so many views each
    batches: int = 100  # in an epoch
    epochs: int = 6
    learning_rate: float = 1e-3  # peak of the one-cycle schedule (Smith 2018)
    weight_decay: float = 1e-2
    average: float = 0.99  # decay of the exponential average of the weights, which is what gets exported
    seed: int = 1


@dataclass(frozen=True, slots=True)
class SketchRecipe:
    """Two towers into one space: a network that sees drawings, and a linear layer on what the backbone sees in photos.

    `loss` names an entry of the registry beside this file, `descriptor` one of `descriptors.kinds.KINDS`.
    """

    name: str
    title: str
    description: str
    loss: str
    input: InputSpec
    network: str = "lite0"  # of the drawings' tower, begun with ImageNet's weights
    frozen: int = 2  # of its blocks, besides the stem, that stay as they are
    task: str = "sketch"
    backbone: str = "photo"  # of the photos' tower; stays as it is
    descriptor: str = "spoc-classes"
    dim: int = 256
    cuts: int = 2  # of each photo: the whole, and parts of it; each also mirrored
    hand: Hand = Hand()
    members: int = 1  # drawings of a class in a batch, at the least
    batch_size: int = 32  # drawings; each with its own photo
    photos: int = 64  # more photos in a batch
    icons: int = 8  # simple drawings in a batch, besides, where the data has them
    epochs: int = 18
    learning_rate: float = 4e-4  # peak, of the drawings' network
    photo_speed: float = 0.75  # how much faster the photos' linear layer learns
    head_speed: float = 5.0  # how much faster what begins with nothing learns
    weight_decay: float = 2e-2
    average: float = 0.995  # decay of the exponential average of the weights, which is what gets exported
    held: float = 0.05  # share of the photos, with their drawings, that is held back for validation
    held_classes: int = 0  # every so many classes, one is held back whole; 0: none
    seed: int = 1
    notes: str = ""  # for the card: what else went into the weights


@dataclass(frozen=True, slots=True)
class CaptionRecipe:
    """Sentences for photos: a frozen backbone's map, soft attention over its cells, and an LSTM; see nets/caption_lstm.

    First the network learns each next word of the sentences that people wrote, then, in the last `critical_epochs`,
    it is rewarded for whole sentences of its own. `loss` names an entry of the registry beside this file.
    """

    name: str
    title: str
    description: str
    input: InputSpec
    loss: str = "next-word"
    task: str = "caption"
    model: str = "caption"  # the name of the model that it makes
    backbone: str = "photo"
    rarest: int = 5  # how often a word must occur in training to be in the vocabulary
    longest: int = 18  # words of a sentence that are learned; 1 in 50 is longer
    embedding: int = 256  # numbers to a word
    units: int = 512  # of the LSTM
    channels: int = 512  # of each cell, after a first layer on the backbone's
    heads: int = 4  # that look for themselves
    dropout: float = 0.4
    batch_size: int = 32  # pictures, each with all its sentences: what is seen in it is computed once for them
    epochs: int = 13  # both parts together
    critical_epochs: int = 6
    samples: int = 5  # sentences to a picture in that part; each is judged against the mean of the others
    learning_rate: float = 2e-3  # peak of the one-cycle schedule (Smith 2018)
    critical_rate: float = 2.5e-4  # in the second part, falling to nothing
    weight_decay: float = 1e-2
    average: float = 0.99  # decay of the exponential average of the weights, which is what gets exported
    seed: int = 1
    notes: str = ""  # for the card: what else went into the weights


@dataclass(frozen=True, slots=True)
class WordsRecipe:
    """Sentences and photos in one space: weighed words through two layers, and one on what the backbone sees.

    `loss` names an entry of the registry beside this file, `descriptor` one of `descriptors.kinds.KINDS`.
    """

    name: str
    title: str
    description: str
    input: InputSpec
    loss: str
    task: str = "words"
    model: str = "words"  # the name of the model that it makes
    backbone: str = "photo"
    descriptor: str = "spoc-classes"
    rarest: int = 2  # how often a word must occur in training to be in the vocabulary
    embedding: int = 300  # numbers to a word
    dim: int = 256
    photo_dropout: float = 0.4
    word_dropout: float = 0.4
    batch_size: int = 128  # pairs; every other photo of a batch is a wrong one
    epochs: int = 8
    learning_rate: float = 2e-3  # peak of the one-cycle schedule (Smith 2018)
    weight_decay: float = 5e-2
    average: float = 0.99  # decay of the exponential average of the weights, which is what gets exported
    seed: int = 1
    notes: str = ""  # for the card: what else went into the weights


AnyRecipe = Recipe | MetricRecipe | SketchRecipe | CaptionRecipe | WordsRecipe


def recipes() -> dict[str, AnyRecipe]:
    """Return all recipes by name: one `RECIPE` in each module of `mindseye.lab.recipes`."""
    package = importlib.import_module("mindseye.lab.recipes")
    modules = [importlib.import_module(f"{package.__name__}.{m.name}") for m in pkgutil.iter_modules(package.__path__)]
    return {module.RECIPE.name: module.RECIPE for module in modules}


def load_recipe(name: str) -> AnyRecipe:
    """Return the recipe of this name; an unknown name lists the known ones."""
    known = recipes()
    if name not in known:
        raise unknown("recipe", name, sorted(known))
    return known[name]
