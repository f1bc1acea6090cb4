"""Training pictures: bent as other hands would, never emptied, and the same again for the same seed."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests import tiny

if not os.environ.get("CI"):
    pytest.importorskip("torch", reason="the lab needs PyTorch: pip install 'mindseye[train]'")

from mindseye.lab.data import load_data
from mindseye.lab.data.distort import CANVAS, distort, shifted
from mindseye.lab.data.outliers import outlier
from mindseye.lab.losses.outlier_exposure import OUTLIER
from mindseye.lab.recipe import Distortion, Recipe, load_recipe

pytestmark = pytest.mark.lab
STILL = Distortion(rotate=0, scale=0, shear=0, elastic=0, shift=0, stroke=0)
PICTURES, LABELS = tiny.mnist_like(40, seed=12)
SEVEN = PICTURES[LABELS == 7][0].astype(np.float32) / 255


def slope_of(ink: np.ndarray) -> float:
    """Return the angle of the main axis of a mark in degrees, by its second moments."""
    y, x = np.nonzero(ink > 0.5)
    axes = np.linalg.eigh(np.cov(np.stack([x, y])))[1]
    return float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1])))


def test_without_any_distortion_the_mark_is_only_enlarged():
    rng = np.random.default_rng(1)
    bent = distort(SEVEN, STILL, rng)
    assert bent.shape == (CANVAS, CANVAS)
    back = cv2.resize(bent, (35, 35), interpolation=cv2.INTER_AREA)  # 28 px were a 1.25th of the canvas
    padded = cv2.copyMakeBorder(SEVEN, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=0)
    likest = cv2.matchTemplate(padded, back[3:32, 3:32], cv2.TM_CCORR_NORMED).max()
    assert likest > 0.95


@pytest.mark.parametrize("stroke", [0.0, 1.0])
def test_no_distortion_leaves_an_empty_sheet_or_more_than_full_ink(stroke):
    how = Distortion(rotate=20, scale=0.3, shear=0.4, elastic=2, stroke=stroke)
    for seed in range(60):
        bent = distort(PICTURES[seed % 40].astype(np.float32) / 255, how, np.random.default_rng(seed))
        assert bent.shape == (CANVAS, CANVAS)
        assert 0.0 <= bent.min() < 0.4 < bent.max() <= 1.0
        assert bent.sum() > 100


def test_the_thinnest_pen_is_not_made_to_vanish():
    hair = np.zeros((28, 28), np.float32)
    cv2.line(hair, (8, 4), (18, 23), 0.8, 1)
    for seed in range(40):
        assert distort(hair, dataclasses.replace(STILL, stroke=1), np.random.default_rng(seed)).max() >= 0.4


def test_rotation_turns_both_ways_and_no_further_than_it_may():
    bar = np.zeros((28, 28), np.float32)
    bar[4:24, 13:15] = 1
    turns = []
    for seed in range(200):
        bent = distort(bar, dataclasses.replace(STILL, rotate=12), np.random.default_rng(seed))
        turns.append(slope_of(bent) % 180 - 90)
    assert -13 < min(turns) < -8
    assert 8 < max(turns) < 13


def test_another_pen_makes_some_thinner_and_some_thicker():
    plain = distort(SEVEN, STILL, np.random.default_rng(0)).sum()
    redrawn = [
        distort(SEVEN, dataclasses.replace(STILL, stroke=1), np.random.default_rng(seed)).sum() for seed in range(40)
    ]
    assert min(redrawn) < 0.85 * plain
    assert max(redrawn) > 1.15 * plain


def test_a_shift_moves_by_whole_pixels_and_loses_what_leaves():
    picture = np.random.default_rng(2).random((6, 5)).astype(np.float32)
    seen = set()
    for seed in range(80):
        moved = shifted(picture, 1, np.random.default_rng(seed))
        for dy, dx in np.ndindex(3, 3):
            slow = np.zeros_like(picture)
            for y, x in np.ndindex(*picture.shape):
                if 0 <= y + dy - 1 < 6 and 0 <= x + dx - 1 < 5:
                    slow[y, x] = picture[y + dy - 1, x + dx - 1]
            if np.array_equal(moved, slow):
                seen.add((dy, dx))
    assert len(seen) == 9


def test_an_outlier_is_a_mark_of_any_of_the_four_kinds():
    for seed in range(60):
        ink = outlier(PICTURES, np.random.default_rng(seed))
        assert ink.dtype == np.float32
        assert max(ink.shape) == 64
        assert 0.0 <= ink.min() < ink.max() <= 1.0
        assert 30 < (ink > 0.5).sum() < 0.6 * ink.size


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return dataclasses.replace(load_recipe("digits-lenet5"), outliers=0.25)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mnist")
    tiny.write_mnist(folder, "train", *tiny.mnist_like(48, seed=12))
    return folder


def test_a_training_picture_depends_on_seed_epoch_and_place_alone(recipe, folder):
    one, other = load_data(recipe, folder).train, load_data(recipe, folder).train
    other_seed = load_data(dataclasses.replace(recipe, seed=2), folder).train
    first = [one[i][0].numpy() for i in range(4)]
    assert all(np.array_equal(other[i][0].numpy(), first[i]) for i in (3, 1, 0, 2))
    assert not np.array_equal(other_seed[0][0].numpy(), first[0])
    one.epoch = 1
    assert not np.array_equal(one[0][0].numpy(), first[0])


def test_outliers_come_after_the_digits_and_belong_to_no_class(recipe, folder):
    splits = load_data(recipe, folder)
    labels = tiny.mnist_like(48, seed=12)[1]
    assert (len(splits.train), len(splits.validation)) == (44 + 11, 4)  # a twelfth is held back
    assert [splits.train[i][1] for i in range(55)] == [*labels[:44].tolist(), *[OUTLIER] * 11]
    assert [splits.validation[i][1] for i in range(4)] == labels[44:].tolist()


def test_validation_pictures_are_those_of_the_file_untouched(recipe, folder):
    pictures = tiny.mnist_like(48, seed=12)[0][44:]
    splits = load_data(dataclasses.replace(recipe, input=tiny.SPEC), folder)
    for i, picture in enumerate(pictures):
        assert np.abs(splits.validation[i][0].numpy()[0] - picture / picture.max()).max() < 1e-6
    assert "first 44 distorted for training, last 4 untouched" in splits.words
