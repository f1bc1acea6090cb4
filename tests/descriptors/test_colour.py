"""The colour histogram against counting pixel by pixel, and its two comparisons against their formulas."""

from __future__ import annotations

import colorsys

import numpy as np
import pytest

from mindseye.descriptors import colour
from tests import tiny


def test_every_pixel_is_counted_in_the_bin_of_its_hue_saturation_and_value():
    rgb = np.random.default_rng(0).integers(0, 256, (12, 9, 3)).astype(np.uint8)
    bins = colour.bin_of(rgb)
    for (y, x), found in np.ndenumerate(bins):
        hue, saturation, value = colorsys.rgb_to_hsv(*(rgb[y, x] / 255.0))
        rough = [hue * 16, saturation * 4, value * 4]
        parts = [found // 16, found // 4 % 4, found % 4]
        for share, part, most in zip(rough, parts, (16, 4, 4), strict=True):
            inside = part - 0.15 <= share <= part + 1.15  # eight bits of hue round a little
            assert inside or abs(abs(share - part) - most) < 1.2


def test_a_histogram_is_shares_that_sum_to_one():
    counted = colour.histogram(tiny.photo(60, 40))
    assert counted.shape == (colour.BINS,)
    assert counted.sum() == pytest.approx(1.0, abs=1e-5)
    plain = colour.histogram(np.full((300, 500, 3), (255, 0, 0), np.uint8))
    assert plain.max() == 1.0


def test_inner_products_are_bhattacharyya_s_coefficient_and_pearson_s_correlation():
    rng = np.random.default_rng(2)
    one, two = (h / h.sum() for h in rng.random((2, colour.BINS)).astype(np.float32) ** 4)
    coefficient = sum(float(a * b) ** 0.5 for a, b in zip(one, two, strict=True))
    assert float(colour.for_bhattacharyya(one) @ colour.for_bhattacharyya(two)) == pytest.approx(coefficient, abs=1e-5)
    assert colour.bhattacharyya_distance(one, two) == pytest.approx((1 - coefficient) ** 0.5, abs=1e-5)
    assert colour.correlation(one, two) == pytest.approx(np.corrcoef(one, two)[0, 1], abs=1e-5)


def test_the_same_colours_are_at_distance_zero_and_others_at_one():
    red, blue = (colour.histogram(np.full((8, 8, 3), c, np.uint8)) for c in ((255, 0, 0), (0, 0, 255)))
    assert colour.bhattacharyya_distance(red, red) == pytest.approx(0.0, abs=1e-3)
    assert colour.bhattacharyya_distance(red, blue) == 1.0
