"""Sketchy (Sangkloy et al. 2016): drawings of things, and photographs of the same things; what towers learn from."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mindseye import drawings, images
from mindseye.errors import DataError
from mindseye.lab.data.features import Report, frozen_space
from mindseye.lab.data.icons import icon_files
from mindseye.lab.recipe import SketchRecipe
from mindseye.models.registry import Models
from mindseye.tasks.embed import embed_picture
from mindseye.types import RGB, Ids, ImageLimits

SILHOUETTE = 0.25  # of the side: an icon with anything filled that is so thick is no line drawing
FINE = 1.5  # how much larger than the network's input drawings are kept, so that they can be bent without blur


@dataclass(frozen=True, slots=True)
class Pairs:
    """Photos and drawings of one part. A drawing's `own` photo is the one that it was drawn after."""

    classes: tuple[str, ...]
    photos: NDArray[np.float16]  # (photos, cuts, 2, channels): descriptors of each cut and of its mirror image
    photo_classes: Ids  # (photos,) places in `classes`
    drawings: NDArray[np.uint8]  # (drawings, side, side), ink: 0 paper, 255 full
    drawing_classes: Ids  # (drawings,)
    own: Ids  # (drawings,) rows of `photos`


@dataclass(frozen=True, slots=True)
class Icons:
    """Simple drawings that were made after no photo; classes are places in the training part's."""

    drawings: NDArray[np.uint8]  # (icons, side, side), ink: 0 paper, 255 full
    classes: Ids  # (icons,)


@dataclass(frozen=True, slots=True)
class Split:
    """What is learned from; photos held back of the same classes; classes held back whole, which may be none; icons."""

    train: Pairs
    validation: Pairs
    strangers: Pairs | None
    icons: Icons | None


@dataclass(frozen=True, slots=True)
class _Row:
    path: Path
    category: str
    photo: str


def load_split(recipe: SketchRecipe, models: Models, folder: Path, cache: Path, looked: Report) -> Split:
    """Return the training part of a data set of Sketchy's layout, split once more for validation.

    It lies in the folder or in `sketchy125` below it; icons, which may be missing, in `icons` below it. Of the
    classes, every `recipe.held_classes`-th is held back whole (0: none); of the other classes' photos a share
    `recipe.held`, together with their drawings. Nothing of the test part or the unseen classes is read.
    """
    photos, sketches = _rows(folder / "sketchy125" if (folder / "sketchy125").is_dir() else folder)
    classes = sorted({row.category for row in photos})
    strange = set(classes[:: recipe.held_classes]) if recipe.held_classes else set()
    known = tuple(name for name in classes if name not in strange)
    held = _held(photos, {row.photo for row in sketches}, recipe)
    seen = _described(recipe, models, photos, cache, looked)

    def part(names: tuple[str, ...], wanted: Callable[[_Row], bool], side: int) -> Pairs:
        rows = [n for n, row in enumerate(photos) if row.category in names and wanted(row)]
        place = {(photos[n].category, photos[n].photo): at for at, n in enumerate(rows)}
        drawn = [row for row in sketches if (row.category, row.photo) in place]
        ink = np.stack([_ink(row.path, side) for row in drawn]) if drawn else np.zeros((0, side, side), np.uint8)
        numbers = [names.index(row.category) for row in drawn]
        own = [place[row.category, row.photo] for row in drawn]
        return Pairs(
            names, seen[rows], _ids([names.index(photos[n].category) for n in rows]), ink, _ids(numbers), _ids(own)
        )

    fine = round(FINE * recipe.input.width)
    train = part(known, lambda row: (row.category, row.photo) not in held, fine)
    validation = part(known, lambda row: (row.category, row.photo) in held, recipe.input.width)
    strangers = part(tuple(sorted(strange)), lambda row: True, recipe.input.width) if strange else None
    return Split(train, validation, strangers, _icons(folder, known, fine) if recipe.icons else None)


def _icons(folder: Path, classes: tuple[str, ...], side: int) -> Icons | None:
    """Return the icons of these classes without those that are mere silhouettes, which nobody draws."""
    files = [
        (classes.index(name), path) for name, paths in icon_files(folder).items() if name in classes for path in paths
    ]
    drawn = [(place, _ink(path, side)) for place, path in files]
    lines = [(place, ink) for place, ink in drawn if _thickest(ink) < SILHOUETTE * side]
    if not lines:
        return None
    return Icons(np.stack([ink for _, ink in lines]), _ids([place for place, _ in lines]))


def _thickest(ink: NDArray[np.uint8]) -> float:
    """Return the width in px of the thickest thing that is filled with ink."""
    inside = cv2.distanceTransform((ink > 127).astype(np.uint8), cv2.DIST_L2, 3)
    return 2 * float(inside.max())


def _rows(folder: Path) -> tuple[list[_Row], list[_Row]]:
    """Return photos and sketches of the training part's seen classes. DataError says what the folder must hold."""
    try:
        with (folder / "split.csv").open(encoding="utf-8", newline="") as file:
            listed = [row for row in csv.DictReader(file) if (row["split"], row["zero_shot"]) == ("train", "seen")]
        rows = [(row["kind"], _Row(folder / row["path"], row["category"], row["photo_id"])) for row in listed]
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise DataError(
            f"{folder} holds no drawings to learn from ({error}): lay there the Sketchy database with a split.csv of "
            "path, kind, category, photo_id, split and zero_shot; see docs/sketch.md."
        ) from error
    photos, sketches = ([row for kind, row in rows if kind == wanted] for wanted in ("photo", "sketch"))
    if not photos or not sketches:
        raise DataError(f"{folder / 'split.csv'} lists no photos and sketches with split=train and zero_shot=seen.")
    return photos, sketches


def _held(photos: list[_Row], drawn: set[str], recipe: SketchRecipe) -> set[tuple[str, str]]:
    """Return (category, photo) of those held back: a share of those with drawings, then of those without."""
    rng, held = np.random.default_rng(recipe.seed), set()
    for has_drawings in (True, False):
        rows = [row for row in photos if (row.photo in drawn) == has_drawings]
        for n in rng.permutation(len(rows))[: round(recipe.held * len(rows))]:
            held.add((rows[n].category, rows[n].photo))
    return held


def _described(
    recipe: SketchRecipe, models: Models, photos: list[_Row], cache: Path, looked: Report
) -> NDArray[np.float16]:
    """Return descriptors (photos, cuts, 2, channels) of cuts of each photo, the first of which is the whole.

    They are kept in `cache` beside a text that changes with whatever they depend on.
    """
    card, file = models.get(recipe.backbone).card, cache / "photos.npz"
    made_of = repr(
        (card.sha256, card.input, recipe.descriptor, recipe.cuts, recipe.seed, [row.photo for row in photos])
    )
    if file.exists():
        with np.load(file) as kept:
            if str(kept["made_of"]) == made_of:
                return np.asarray(kept["photos"], np.float16)
    space = frozen_space(recipe)
    found = []
    for number, row in enumerate(photos):
        rgb = images.read(row.path, ImageLimits())
        cuts = [rgb, *(_cut(rgb, np.random.default_rng((recipe.seed, number, n))) for n in range(1, recipe.cuts))]
        pairs = [(cut, np.ascontiguousarray(cut[:, ::-1])) for cut in cuts]
        found.append(np.stack([np.stack([embed_picture(models, space, one) for one in pair]) for pair in pairs]))
        looked("photos", number + 1, len(photos))
    described = np.stack(found).astype(np.float16)
    cache.mkdir(parents=True, exist_ok=True)
    np.savez(cache / "photos.new.npz", photos=described, made_of=np.array(made_of))
    (cache / "photos.new.npz").replace(file)
    return described


def _cut(rgb: RGB, rng: np.random.Generator) -> RGB:
    """Return a part of a photo: 65 to 92 % of each side, anywhere."""
    share = rng.uniform(0.65, 0.92)
    height, width = (max(1, int(share * side)) for side in rgb.shape[:2])
    top, left = rng.integers(0, rgb.shape[0] - height + 1), rng.integers(0, rgb.shape[1] - width + 1)
    return rgb[top : top + height, left : left + width]


def _ink(path: Path, side: int) -> NDArray[np.uint8]:
    found = drawings.find(images.read(path, ImageLimits()), side)
    if found is None:
        raise DataError(f"{path} is a blank drawing: leave it out of split.csv.")
    return np.asarray(np.rint(255 * found.ink), np.uint8)


def _ids(numbers: list[int]) -> Ids:
    return np.array(numbers, np.int64)
