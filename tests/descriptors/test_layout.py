"""The layout finds copies of a picture, whatever was done to their size and light."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mindseye.descriptors.layout import CELLS, DIM, layout


def scene(seed: int, side: int = 180) -> np.ndarray:
    rough = np.random.default_rng(seed).integers(0, 256, (5, 5, 3), np.uint8)
    return cv2.resize(rough, (side, side), interpolation=cv2.INTER_CUBIC)


def mean_colour(rgb: np.ndarray, y: int, x: int) -> np.ndarray:
    step = rgb.shape[0] // CELLS
    return rgb[y * step : (y + 1) * step, x * step : (x + 1) * step].reshape(-1, 3).mean(0)


def test_it_is_the_mean_colour_of_each_cell_centred_and_of_unit_length():
    rgb = scene(1)
    cells = np.array([[mean_colour(rgb, y, x) for x in range(CELLS)] for y in range(CELLS)])
    centred = cells - cells.reshape(-1, 3).mean(0)
    expected = (centred / np.sqrt((centred**2).sum())).ravel()
    assert layout(rgb) == pytest.approx(expected, abs=2e-3)  # the cells are rounded to whole levels


@pytest.mark.parametrize(
    "change",
    [
        lambda rgb: cv2.resize(rgb, (77, 120), interpolation=cv2.INTER_AREA),
        lambda rgb: (rgb * 0.5).astype(np.uint8),
        lambda rgb: (rgb.astype(int) // 2 + 100).astype(np.uint8),
        lambda rgb: cv2.imdecode(cv2.imencode(".jpg", rgb, [cv2.IMWRITE_JPEG_QUALITY, 15])[1], 1),
    ],
    ids=["other size", "darker", "paler", "compressed"],
)
def test_a_copy_scores_nearly_one(change):
    rgb = scene(2)
    assert float(layout(rgb) @ layout(change(rgb))) > 0.97


def test_other_scenes_score_little():
    rows = np.stack([layout(scene(seed)) for seed in range(30)])
    scores = rows @ rows.T
    assert np.abs(scores[~np.eye(30, dtype=bool)]).max() < 0.8


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (40, 40)])
def test_a_picture_of_one_colour_has_a_unit_vector_too(shape):
    vector = layout(np.full((*shape, 3), 77, np.uint8))
    assert vector.shape == (DIM,)
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-6)
    assert float(vector @ layout(scene(3))) == pytest.approx(0.0, abs=1e-5)
