"""Whitening and the projections that ship."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest

from mindseye.descriptors import projections
from mindseye.descriptors.spaces import SKETCH, SPACES, WORDS
from mindseye.descriptors.whitening import Whitening
from mindseye.errors import ModelError, NotFoundError


def cloud(n: int = 400, seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(n, 6)) * [5, 3, 2, 1, 0.5, 0.1] @ rng.normal(size=(6, 6)) + 7).astype(np.float32)


def test_whole_whitening_leaves_every_axis_with_variance_one():
    x = cloud()
    learned = Whitening(4).fit(x)
    turned = (x - learned.mean_) @ learned.projection_.T
    np.testing.assert_allclose(np.cov(turned.T, bias=True), np.eye(4), atol=2e-3)


def test_without_power_it_is_pca_by_singular_values():
    x = cloud()
    learned = Whitening(3, power=0.0).fit(x)
    _, _, axes = np.linalg.svd(x.astype(np.float64) - x.mean(axis=0), full_matrices=False)
    np.testing.assert_allclose(np.abs(learned.projection_ @ axes[:3].T), np.eye(3), atol=1e-3)


def test_power_and_shrinkage_scale_axes_as_the_formula_says():
    x = cloud()
    values = np.linalg.eigvalsh(np.cov(x.T.astype(np.float64), bias=True))[::-1]
    learned = Whitening(3, power=0.5, shrinkage=0.2).fit(x)
    expected = (values[:3] + 0.2 * values.mean()) ** -0.25
    np.testing.assert_allclose(np.linalg.norm(learned.projection_, axis=1), expected, rtol=1e-4)


def test_without_centring_the_mean_stays():
    x = cloud()
    learned = Whitening(2, power=0.0, centred=False).fit(x)
    assert not learned.mean_.any()
    _, _, axes = np.linalg.svd(x.astype(np.float64), full_matrices=False)
    np.testing.assert_allclose(np.abs(learned.projection_ @ axes[:2].T), np.eye(2), atol=1e-3)


def test_applied_rows_are_unit_and_one_row_is_treated_as_many():
    learned = Whitening(4).fit(cloud())
    rows = learned.apply(cloud(20, seed=5))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, rtol=1e-5)
    np.testing.assert_allclose(learned.apply(cloud(20, seed=5)[7]), rows[7], rtol=1e-5)


def test_more_axes_than_pictures_or_channels_are_refused():
    for dim, n in ((7, 50), (5, 4), (0, 50)):
        with pytest.raises(ValueError, match="cannot keep"):
            Whitening(dim).fit(cloud(n))


@pytest.fixture
def shipped(tmp_path):
    axes, mean = np.arange(12).reshape(3, 4).astype(np.float16), np.array([1, 0, 2, 0], np.float32)
    np.savez(tmp_path / "tiny.npz", axes=axes, mean=mean)
    digest = hashlib.sha256((tmp_path / "tiny.npz").read_bytes()).hexdigest()
    (tmp_path / projections.LIST).write_text(json.dumps({"tiny": {"sha256": digest}}))
    return tmp_path


def test_a_projection_takes_the_mean_away_and_turns(shipped):
    u = np.array([0.5, 0.5, 0.5, 0.5], np.float32)
    expected = np.array([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]) @ (u - [1, 0, 2, 0])
    np.testing.assert_allclose(
        projections.load("tiny", shipped).apply(u), expected / np.linalg.norm(expected), rtol=1e-5
    )


def test_a_changed_projection_is_refused(shipped):
    data = bytearray((shipped / "tiny.npz").read_bytes())
    data[-1] ^= 1
    (shipped / "tiny.npz").write_bytes(data)
    with pytest.raises(ModelError, match="not the listed file"):
        projections.load("tiny", shipped)


def test_pickles_missing_files_and_unknown_names_are_refused(shipped):
    np.savez(shipped / "odd.npz", axes=np.array([object()], dtype=object), mean=np.zeros(1))
    digest = hashlib.sha256((shipped / "odd.npz").read_bytes()).hexdigest()
    listed = {"odd": {"sha256": digest}, "gone": {"sha256": ""}}
    (shipped / projections.LIST).write_text(json.dumps(listed))
    with pytest.raises(ModelError, match="as plain arrays"):
        projections.load("odd", shipped)
    with pytest.raises(ModelError, match="cannot be read"):
        projections.load("gone", shipped)
    with pytest.raises(NotFoundError, match="known: gone, odd"):
        projections.load("other", shipped)


def test_every_space_s_projection_ships_whole_and_all_together_are_small():
    for space in SPACES.values():
        if space.projection and space.name not in (SKETCH, WORDS):  # whose projections live in their models
            learned = projections.load(space.projection)
            assert learned.axes.shape[0] == len(learned.offset) == space.dim
    assert sum(file.stat().st_size for file in projections.FOLDER.iterdir()) < 8_000_000
    listed = {f"{name}.npz" for name in projections.names()}
    assert {file.name for file in projections.FOLDER.glob("*.npz")} == listed
