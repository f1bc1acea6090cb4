"""Capitals for training: drawn stroke by stroke, rendered from fonts, and real drawings, all bent anew in each epoch.

A folder with `fonts/FAMILY/*.ttf|otf|woff` and, if there are any, `drawings/A … Z` with pictures of real hands. The
families in HELD_OUT and two fifths of the drawings are not trained on; see `benchmarks/parts.py` for the rule.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Dataset, TensorDataset

from mindseye import glyphs, images
from mindseye.benchmarks.labelled_pictures import LabelledPictures
from mindseye.errors import DataError
from mindseye.lab.data import Item, Splits, dataset
from mindseye.lab.data.distort import distort, shifted
from mindseye.lab.data.letter_fonts import HELD_OUT, HELP, LETTERS, capitals, font_files
from mindseye.lab.data.letter_strokes import SIZE, draw_letter
from mindseye.lab.data.outliers import outlier
from mindseye.lab.losses.outlier_exposure import OUTLIER
from mindseye.lab.recipe import Recipe
from mindseye.types import Ink

EPOCH = 26_000  # letters an epoch; they never repeat, so this is only how often validation is looked at
STROKES, FONTS = 0.45, 0.35  # shares of the letters; the rest are real drawings, or fonts where there are none
SMALL = 0.3  # share of the drawn letters that come as small pictures, which are not redrawn with a usual pen
NOT_LETTERS = "34789#%&?@*=$"  # in stroke fonts; 0 1 2 5 6 + < are letters in some hand
FEWEST_STROKES = 5  # of a stranger made of strokes: of fewer, half the alphabet can be made
APART = "ABEGHKMNRSW"  # letters that make no other letter when two run into each other


class DistortedLetters(Dataset[Item]):
    """Training letters; letter i of epoch e is the same for the same seed, whatever the number of workers."""

    def __init__(self, fonts: NDArray[np.uint8], drawings: dict[int, list[Ink]], recipe: Recipe, size: int) -> None:
        self.fonts, self.drawings, self.recipe, self.size = fonts, drawings, recipe, size  # (styles, 26, 64, 64)
        self.epoch = 0
        together = fonts[:, [LETTERS.index(letter) for letter in APART]].reshape(-1, SIZE, SIZE)[:500]
        self.together = np.stack([cv2.resize(letter, (28, 28), interpolation=cv2.INTER_AREA) for letter in together])

    def __len__(self) -> int:
        return self.size + round(self.recipe.outliers * self.size)

    def __getitem__(self, index: int) -> Item:
        cv2.setNumThreads(0)
        rng = np.random.default_rng((self.recipe.seed, self.epoch, index))
        spec, how = self.recipe.input, self.recipe.distortion
        mark, target = self._letter(index, rng) if index < self.size else self._stranger(rng)
        fitted = glyphs.fit(mark, spec.box, spec.width, spec.height)
        return torch.from_numpy(images.normalise(shifted(fitted, how.shift, rng)[None], spec)), target

    def _letter(self, index: int, rng: np.random.Generator) -> tuple[Ink, int]:
        target, kind, how = index % len(LETTERS), rng.random(), self.recipe.distortion
        real = self.drawings.get(target, [])
        if kind > STROKES + FONTS and real:
            return distort(
                real[int(rng.integers(len(real)))], dataclasses.replace(how, stroke=how.stroke / 2), rng
            ), target
        if kind < STROKES:
            mark, pens = draw_letter(LETTERS[target], rng), 0.0
        else:
            mark, pens = self.fonts[int(rng.integers(len(self.fonts))), target].astype(np.float32) / 255.0, how.stroke
        # The recipe's displacement is for pictures of 28 px; strokes bring pens of their own.
        bent = distort(mark, dataclasses.replace(how, elastic=how.elastic * SIZE / 28, stroke=pens), rng)
        return (_small(bent, rng) if rng.random() < SMALL else bent), target

    def _stranger(self, rng: np.random.Generator) -> tuple[Ink, int]:
        mark = outlier(self.together, rng, NOT_LETTERS, FEWEST_STROKES)
        return (_small(mark, rng) if rng.random() < SMALL else mark), OUTLIER


def _small(mark: Ink, rng: np.random.Generator) -> Ink:
    """Return the mark as a picture of hardly more pixels than a network gets."""
    side = int(rng.integers(24, 40))
    return np.asarray(cv2.resize(mark, (side, side), interpolation=cv2.INTER_AREA), np.float32)


@dataset("letters")
def letters(recipe: Recipe, folder: Path) -> Splits:
    """Return letters from `folder/fonts` and `folder/drawings`; DataError says what is missing and where to get it."""
    files = font_files(folder)
    kept = [file for family, styles in files.items() if family not in HELD_OUT for file in styles]
    held = [styles[len(styles) // 2] for family, styles in files.items() if family in HELD_OUT]
    if not (kept and held):
        raise DataError(
            f"{folder} holds {len(kept)} fonts to train on and {len(held)} of the families that are held out for "
            f"validation ({', '.join(HELD_OUT)}); at least one of each is needed: {HELP}."
        )
    drawn = {part: _drawings(folder / "drawings", part) for part in ("train", "validation")}
    real: dict[int, list[Ink]] = {}
    for picture, target in drawn["train"]:
        ink = glyphs.without_specks(glyphs.ink(picture))
        real.setdefault(target, []).append(glyphs.fit(ink, 20, 28, 28, usual_pen=False))
    pictures = drawn["validation"] + [
        (np.repeat(255 - letter[..., None], 3, axis=2), i) for file in held for i, letter in enumerate(capitals(file))
    ]
    tensors = np.stack([images.prepare(picture, recipe.input) for picture, _ in pictures])
    targets = torch.tensor([target for _, target in pictures])
    training = DistortedLetters(np.stack([capitals(file) for file in kept]), real, recipe, EPOCH)
    return Splits(
        training, TensorDataset(torch.from_numpy(tensors), targets), _words(files, held, drawn), _notes(files)
    )


def _drawings(folder: Path, part: str) -> list[tuple[NDArray[np.uint8], int]]:
    """Return the real drawings of one part with their numbers, A = 0; none where there is no such folder."""
    if not folder.is_dir():
        return []
    pictures = LabelledPictures(folder, part=part)
    return [(p.rgb, LETTERS.index(p.label)) for p in pictures if len(p.label) == 1 and p.label in LETTERS]


def _notes(files: dict[str, list[Path]]) -> str:
    kept = [family for family in files if family not in HELD_OUT]
    held = [family for family in files if family in HELD_OUT]
    return (
        f"Typefaces learned from: {', '.join(kept)}. Typefaces kept for validation: {', '.join(held)}. "
        "Drawings are cut into parts by mindseye.benchmarks.parts, which needs no seed."
    )


def _words(
    files: dict[str, list[Path]], held: list[Path], drawn: dict[str, list[tuple[NDArray[np.uint8], int]]]
) -> str:
    real = (
        f" and {len(drawn['train'])} real drawings by few hands, all distorted; validation: {len(drawn['validation'])} "
        f"other drawings of the same hands and {len(held)} other typefaces, not distorted"
        if drawn["train"]
        else f", distorted; validation: {len(held)} other typefaces, not distorted"
    )
    return f"Capitals drawn stroke by stroke by a program, capitals of {len(files) - len(held)} typefaces{real}"
