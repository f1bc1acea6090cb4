"""Preparing pictures for networks: stretch and crop against a slow mean over areas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mindseye import images
from mindseye.types import InputSpec
from tests import tiny

PHOTO = tiny.photo()  # (48, 64, 3)


def area_mean(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """Shrink slowly: each output pixel is the mean of the inputs it covers, weighted by how much of each it covers."""
    h, w = pixels.shape[:2]
    result = np.zeros((height, width, 3))
    for row in range(height):
        for column in range(width):
            top, bottom, left, right = (
                row * h / height, (row + 1) * h / height, column * w / width, (column + 1) * w / width
            )  # fmt: skip
            total = 0.0
            for y in range(int(top), min(h, int(np.ceil(bottom)))):
                for x in range(int(left), min(w, int(np.ceil(right)))):
                    share = (min(bottom, y + 1) - max(top, y)) * (min(right, x + 1) - max(left, x))
                    result[row, column] += share * pixels[y, x]
                    total += share
            result[row, column] /= total
    return result


NORMAL = {"mean": (0.4, 0.5, 0.6), "std": (0.2, 0.25, 0.3)}


def test_stretch_is_the_mean_over_areas_then_normalised():
    seen = images.prepare(PHOTO, InputSpec(width=10, height=7, fit="stretch", **NORMAL))
    expected = (area_mean(PHOTO, 7, 10) / 255.0 - NORMAL["mean"]) / NORMAL["std"]
    assert (seen.shape, seen.dtype, seen.flags.c_contiguous) == ((3, 7, 10), np.float32, True)
    assert np.abs(seen - expected.transpose(2, 0, 1)).max() < 0.5 / 255 / 0.2 + 1e-5  # whole grey levels in between


@pytest.mark.parametrize(("height", "width", "inside"), [(48, 64, (slice(0, 48), slice(8, 56))),
                                                         (64, 48, (slice(8, 56), slice(0, 48)))])  # fmt: skip
def test_crop_takes_the_middle_before_it_shrinks(height, width, inside):
    pixels = np.random.default_rng(4).integers(0, 256, (height, width, 3), dtype=np.uint8)
    seen = images.prepare(pixels, InputSpec(width=12, height=12, fit="crop"))
    assert np.abs(seen - area_mean(pixels[inside], 12, 12).transpose(2, 0, 1) / 255.0).max() < 0.6 / 255


def test_one_channel_is_the_brightness():
    seen = images.prepare(PHOTO, InputSpec(width=64, height=48, channels=1, fit="stretch"))
    assert seen.shape == (1, 48, 64)
    assert np.allclose(seen[0], (PHOTO @ [0.299, 0.587, 0.114]) / 255.0, atol=1e-5)


def test_a_picture_of_the_right_size_is_left_alone():
    seen = images.prepare(PHOTO, InputSpec(width=64, height=48, fit="crop"))
    assert np.array_equal(np.rint(seen * 255).astype(np.uint8), PHOTO.transpose(2, 0, 1))


@given(height=st.integers(1, 40), width=st.integers(1, 40), fit=st.sampled_from(["stretch", "crop"]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_any_shape_of_one_colour_stays_that_colour(height, width, fit):
    pixels = np.full((height, width, 3), (10, 200, 90), np.uint8)
    seen = images.prepare(pixels, InputSpec(width=9, height=14, fit=fit))
    assert np.allclose(seen, np.array([10, 200, 90]).reshape(3, 1, 1) / 255.0, atol=1e-6)
