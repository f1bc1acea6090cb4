"""Vectorised descriptors against triple loops, and what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mindseye.descriptors import pooling
from mindseye.descriptors.cam import activation_maps, cam
from mindseye.descriptors.classes import WEIGHT, spoc_and_classes
from mindseye.descriptors.crow import crow
from mindseye.descriptors.kinds import KINDS
from mindseye.descriptors.pwa import detectors, joined, pwa
from mindseye.descriptors.rmac import regions, rmac
from mindseye.descriptors.seen import Seen
from mindseye.descriptors.spaces import DEFAULT, SPACES, Space, space
from mindseye.errors import NotFoundError
from tests.descriptors import slow


def features_of(seed: int, rows: int = 4, cols: int = 5, channels: int = 6) -> np.ndarray:
    """A map as a network leaves it: ≥ 0, half of it 0, channel after channel in memory."""
    values = np.random.default_rng(seed).normal(0, 1, (channels, rows, cols)).astype(np.float32)
    return np.maximum(values, 0).transpose(1, 2, 0)


maps = st.builds(features_of, st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 6), st.integers(1, 7))


@settings(max_examples=25, deadline=None)
@given(maps)
def test_pooled_vectors_are_what_triple_loops_give(features):
    for name in ("fc", "spoc", "mac", "gem"):
        expected = getattr(slow, name)(features)
        np.testing.assert_allclose(getattr(pooling, name)(features), expected, rtol=2e-4, atol=1e-6, err_msg=name)
    rows, cols, _ = features.shape
    np.testing.assert_allclose(rmac(features), slow.rmac(features, regions(rows, cols)), rtol=2e-4, atol=1e-5)
    if features.any():
        np.testing.assert_allclose(crow(features), slow.crow(features), rtol=2e-3, atol=1e-4)


@settings(max_examples=15, deadline=None)
@given(maps, st.integers(0, 1000))
def test_class_weighted_vectors_are_what_loops_give(features, seed):
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 3, 9).astype(np.float32)
    classifier = rng.normal(0, 1, (9, features.shape[2])).astype(np.float32)
    expected = slow.cam(features, logits, classifier, 4)
    np.testing.assert_allclose(cam(features, logits, classifier, 4), expected, rtol=2e-3, atol=1e-4)


def test_parts_are_what_loops_give_and_are_joined_on_their_axes():
    features, chosen = features_of(3, channels=8), np.array([5, 0, 2])
    expected = slow.pwa(features, chosen)
    np.testing.assert_allclose(pwa(features, chosen), expected, rtol=1e-4, atol=1e-5)
    axes = np.random.default_rng(1).normal(size=(2, 8)).astype(np.float32)
    by_hand = [float(np.dot(axis, slow.unit(part))) for part in expected for axis in axes]
    np.testing.assert_allclose(joined(features, chosen, axes), by_hand, rtol=1e-4, atol=1e-5)


def test_part_detectors_are_the_channels_that_vary_most():
    pooled = np.array([[0, 5, 1, 0], [0, -5, 2, 9], [0, 5, 1, -9]], np.float32)
    assert detectors(pooled, 3).tolist() == [3, 1, 2]


def test_gem_lies_between_the_mean_and_the_maximum():
    features = features_of(7)
    low, middle, high = pooling.fc(features), pooling.gem(features), pooling.mac(features)
    assert (low <= middle + 1e-6).all()
    assert (middle <= high + 1e-6).all()
    np.testing.assert_allclose(pooling.gem(features, 1.0), low, rtol=1e-5)
    np.testing.assert_allclose(pooling.gem(features, 40.0), high, rtol=1 - 20 ** (-1 / 40), atol=1e-6)


def test_plain_spoc_is_the_sum():
    features = features_of(2)
    np.testing.assert_allclose(pooling.spoc(features, centred=False), 20 * np.array(slow.fc(features)), rtol=1e-4)


def test_the_centre_prior_is_symmetrical_and_highest_in_the_middle():
    prior = pooling.centre_prior(5, 7)
    np.testing.assert_array_equal(prior, prior[::-1, ::-1])
    assert prior.argmax() == 2 * 7 + 3
    assert prior.max() == 1.0


@pytest.mark.parametrize(("rows", "cols"), [(1, 1), (1, 4), (7, 7), (9, 6), (6, 9), (16, 4), (3, 12)])
def test_regions_lie_inside_and_cover_every_cell(rows, cols):
    covered = np.zeros((rows, cols), bool)
    for top, left, side in regions(rows, cols):
        assert 0 <= top <= rows - side
        assert 0 <= left <= cols - side
        covered[top : top + side, left : left + side] = True
    assert covered.all()


def test_a_square_map_has_one_four_and_nine_regions():
    assert [sum(side == s for *_, side in regions(12, 12)) for s in (12, 8, 6)] == [1, 4, 9]


def test_activation_maps_are_at_most_one_and_zero_where_nothing_speaks_for_the_class():
    features = features_of(4)
    active = activation_maps(features, np.stack([np.ones(6), -np.ones(6)]).astype(np.float32))
    assert active[0].max() == pytest.approx(1.0)
    assert not active[1].any()


def test_the_default_descriptor_joins_channels_and_classes():
    features, logits = features_of(5), np.array([0.0, 2.0, -1.0], np.float32)
    vector = spoc_and_classes(features, logits)
    sums = np.array(slow.spoc(features))
    np.testing.assert_allclose(vector[:6], np.sqrt(sums / sums.sum()), rtol=1e-4)
    odds = np.exp([0.0, 2.0, -1.0])
    np.testing.assert_allclose(vector[6:] / WEIGHT, np.sqrt(odds / odds.sum()), rtol=1e-5)


def test_a_blank_map_gives_finite_vectors():
    blank = np.zeros((3, 4, 6), np.float32)
    for pool in (pooling.fc, pooling.spoc, pooling.mac, pooling.gem, rmac, crow):
        assert np.isfinite(pooling.unit(pool(blank))).all()
    logits, classifier = np.zeros(4, np.float32), np.ones((4, 6), np.float32)
    assert np.isfinite(cam(blank, logits, classifier)).all()
    assert np.isfinite(spoc_and_classes(blank, logits)).all()


def test_unit_rows_have_length_one_and_zeros_stay():
    rows = np.array([[3.0, 4.0], [0.0, 0.0]], np.float32)
    np.testing.assert_allclose(pooling.unit(rows), [[0.6, 0.8], [0.0, 0.0]])


def test_a_picture_that_was_not_looked_at_for_a_descriptor_is_refused():
    for chosen in KINDS.values():
        with pytest.raises(ValueError, match=r"looked at without|learned to be"):
            chosen.pool(Seen(), None)


def test_an_unknown_space_lists_the_known_ones():
    assert space(DEFAULT).name == "photo"
    with pytest.raises(NotFoundError, match="no space called 'sift'; known: photo, fc"):
        space("sift")


def test_every_space_is_of_a_known_kind_and_its_bands_rise():
    for name, listed in SPACES.items():
        assert (name, listed.descriptor in KINDS) == (listed.name, True)
        assert bool(listed.model) == ("map" in KINDS[listed.descriptor].needs)
    with pytest.raises(ValueError, match="must rise"):
        Space("x", "X", "fc", "photo", "", 256, "", weak=0.9, strong=0.2)
