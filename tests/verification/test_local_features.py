"""Where a picture has features, and how these are described."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mindseye.verification import features
from mindseye.verification.learned import learned
from mindseye.verification.local_features import detect, shorten
from tests.verification.scenes import scene

HARD = {
    "one pixel": np.zeros((1, 1, 3), np.uint8),
    "a blank picture": np.full((200, 300, 3), 255, np.uint8),
    "a strip one pixel high": np.tile(np.arange(20000, dtype=np.uint8)[None, :, None], (1, 1, 3)),
    "a strip one pixel wide": np.tile(np.arange(20000, dtype=np.uint8)[:, None, None], (1, 1, 3)),
    "eight pixels": np.random.default_rng(1).integers(0, 256, (8, 8, 3), dtype=np.uint8),
    "noise": np.random.default_rng(2).integers(0, 256, (250, 250, 3), dtype=np.uint8),
    "a checkerboard": np.kron(np.indices((30, 30)).sum(0) % 2, np.ones((8, 8)))[..., None].repeat(3, 2).astype(np.uint8)
    * 255,
}


@pytest.mark.parametrize("name", HARD)
def test_hard_pictures_give_few_or_many_features_but_no_error(name):
    found = features(HARD[name])
    assert (found.height, found.width) == HARD[name].shape[:2]
    assert len(found.points) == len(found.scales) == len(found.angles) == len(found.descriptors) <= 300
    assert found.descriptors.dtype == np.int8
    assert found.points.dtype == np.float32


@pytest.mark.parametrize("name", ["one pixel", "a blank picture", "a strip one pixel high", "eight pixels"])
def test_nothing_to_see_gives_no_features(name):
    assert len(features(HARD[name])) == 0


def test_a_long_strip_with_detail_has_features():
    strip = np.hstack([scene(seed, 400, 60) for seed in range(12)])
    found = features(strip)
    assert len(found) > 100
    assert np.ptp(found.points[:, 0]) > 3000


def test_the_same_picture_gives_the_same_features_on_any_number_of_threads():
    picture, threads = scene(1), cv2.getNumThreads()
    try:
        cv2.setNumThreads(1)
        alone = features(picture)
        cv2.setNumThreads(4)
        together = features(picture)
    finally:
        cv2.setNumThreads(threads)
    for name in ("points", "scales", "angles", "descriptors"):
        assert np.array_equal(getattr(alone, name), getattr(together, name))


def test_only_the_strongest_are_kept():
    picture = scene(2)
    some, all_of_them = features(picture, most=50), features(picture, most=5000)
    assert len(some) == 50
    assert np.array_equal(some.points, all_of_them.points[:50])


def test_points_are_in_pixels_of_the_picture_as_given():
    small = scene(3)
    large = cv2.resize(small, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    few, many = features(small, most=60), features(large, most=300)
    assert (many.width, many.height) == (4 * small.shape[1], 4 * small.shape[0])
    expected = (few.points + 0.5) * 4 - 0.5
    nearest = np.linalg.norm(expected[:, None] - many.points[None], axis=2).min(axis=1)
    assert np.median(nearest) < 3


def test_a_large_picture_is_looked_at_small():
    large = cv2.resize(scene(4), (2000, 1500), interpolation=cv2.INTER_CUBIC)
    smaller = cv2.resize(cv2.cvtColor(large, cv2.COLOR_RGB2GRAY), (400, 300), interpolation=cv2.INTER_AREA)
    assert np.array_equal(features(large).descriptors, features(cv2.cvtColor(smaller, cv2.COLOR_GRAY2RGB)).descriptors)


def test_descriptors_are_shortened_as_the_papers_say():
    histograms, known = detect(scene(5), most=20).histograms, learned()
    for histogram, found in zip(histograms, shorten(histograms), strict=True):
        root = np.array([(value / sum(histogram)) ** 0.5 for value in histogram])
        assert np.linalg.norm(root) == pytest.approx(1)
        exact = [float((root - known.mean) @ known.projection[:, i]) for i in range(64)]
        expected = [min(7, max(-8, np.floor(value))) for value in exact]
        close = [abs(value - round(value)) < 1e-3 for value in exact]  # rounding may fall either way
        assert all(a == b or near for a, b, near in zip(found, expected, close, strict=True))
