"""The same drawing with another pen, size, place, colour, or less of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mindseye.benchmarks import strokes


def circle(pen: int = 4) -> np.ndarray:
    sheet = np.full((160, 160, 3), 255, np.uint8)
    cv2.circle(sheet, (80, 80), 50, (0, 0, 0), pen)
    return sheet


def ink(rgb: np.ndarray) -> int:
    return int((rgb[..., 0] < 128).sum())


@pytest.mark.parametrize("pen", [3, 5, 9])
def test_the_width_of_the_pen_is_area_by_length(pen):
    shade = circle(pen)[..., 0]
    assert strokes.pen_width(shade) == pytest.approx((shade < 128).sum() / (2 * np.pi * 50), rel=0.15)


@pytest.mark.parametrize("times", [2, 3])
def test_a_wider_pen_leaves_so_many_times_the_ink(times):
    assert ink(strokes.wider(circle(), times)) / ink(circle()) == pytest.approx(times, rel=0.15)


def test_widening_needs_no_margin():
    sheet = np.full((50, 50, 3), 255, np.uint8)
    sheet[0] = 0  # a stroke along the edge
    assert ink(strokes.wider(sheet, 3)) > 2.5 * ink(sheet)


@pytest.mark.parametrize("corner", range(4))
def test_half_the_size_keeps_the_pen_and_leaves_the_middle(corner):
    small = strokes.half_in_a_corner(circle(), corner)
    rows, cols = np.nonzero(small[..., 0] < 128)
    assert np.ptp(rows) == pytest.approx(np.ptp(np.nonzero(circle()[..., 0] < 128)[0]) / 2, abs=4)
    assert (rows.mean() > 80, cols.mean() > 80) == (corner // 2 == 1, corner % 2 == 1)
    assert strokes.pen_width(small[..., 0]) == pytest.approx(strokes.pen_width(circle()[..., 0]), rel=0.3)


def test_unfinished_keeps_the_upper_two_thirds_of_the_ink():
    left = strokes.unfinished(circle())
    assert ink(left) / ink(circle()) == pytest.approx(2 / 3, abs=0.03)
    assert np.array_equal(left[:80], circle()[:80])


def test_light_on_dark_and_colours_move_no_ink():
    assert np.array_equal(strokes.inverted(circle())[..., 0] > 128, circle()[..., 0] < 128)
    blue = strokes.coloured(circle())
    assert np.array_equal(blue[..., 0] < 128, circle()[..., 0] < 128)
    assert tuple(blue[0, 0]) == strokes.CREAM


def test_no_variation_writes_into_the_drawing():
    drawing = circle()
    for vary in strokes.VARIATIONS.values():
        vary(drawing, 1)
    assert np.array_equal(drawing, circle())
