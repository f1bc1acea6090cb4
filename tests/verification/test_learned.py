"""What ships with the program, and learning it again."""

from __future__ import annotations

import numpy as np
import pytest

from mindseye import images
from mindseye.errors import DataError, ModelError
from mindseye.lab import vocabulary
from mindseye.verification.learned import FILE, learned, read_learned
from tests.verification.scenes import scene


def test_what_ships_is_small_and_whole():
    known = learned()
    assert known.words.shape == (4096, 64)
    assert np.allclose(known.rotation @ known.rotation.T, np.eye(64), atol=2e-2)
    assert FILE.stat().st_size < 3_000_000


def test_a_damaged_file_is_refused(tmp_path):
    data = bytearray(FILE.read_bytes())
    data[len(data) // 2] ^= 255
    for name, damaged in {"a": bytes(data), "b": b"", "c": bytes(data[:1000]), "d": b"PK\x03\x04"}.items():
        (tmp_path / name).write_bytes(damaged)
        with pytest.raises(ModelError, match="install the program again"):
            read_learned(tmp_path / name)
    with pytest.raises(ModelError, match="cannot be read"):
        read_learned(tmp_path / "missing")


@pytest.mark.parametrize(
    "changes",
    [
        {"mean": np.zeros(127, np.float16)},
        {"words": np.zeros((0, 64), np.float16)},
        {"words": np.float16(3)},
        {"rotation": np.full((64, 64), np.nan, np.float16)},
        {"projection": np.zeros((128, 64), np.float64)},
        {"mean": np.array([object()], dtype=object)},
    ],
)
def test_wrong_contents_are_refused(tmp_path, changes):
    with np.load(FILE) as file:
        arrays = dict(file) | changes
    np.savez(tmp_path / "learned.npz", **arrays)
    with pytest.raises(ModelError, match=r"learned\.npz"):
        read_learned(tmp_path / "learned.npz")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("photos")
    for seed in range(12):
        (place / f"{seed}.png").write_bytes(images.encode_png(scene(seed)))
    (place / "notes.txt").write_text("no picture")
    return place


def test_learning_twice_gives_the_same(folder, tmp_path):
    first = vocabulary.learn(folder, tmp_path / "a.npz", words=20)
    second = vocabulary.learn(folder, tmp_path / "b.npz", words=20)
    assert first.words.shape == (20, 64)
    assert np.array_equal(first.words, second.words)
    assert np.array_equal(first.projection, second.projection)


def test_learned_axes_are_the_principal_ones_evened_out(folder, tmp_path):
    known = vocabulary.learn(folder, tmp_path / "a.npz", words=20)
    roots = vocabulary.rooted(vocabulary._histograms(folder, 3500, np.random.default_rng(3)))
    short = (roots - known.mean) @ known.projection
    variances = short.var(axis=0)
    powers = np.linalg.svd(roots - roots.mean(axis=0), compute_uv=False)[:64] ** 2 / len(roots)
    assert np.allclose(variances / variances[0], (powers / powers[0]) ** 0.25, rtol=0.05)
    assert np.sqrt(variances.mean()) == pytest.approx(1 / vocabulary.STEP, rel=0.02)
    between = np.corrcoef(short.T) - np.eye(64)
    assert np.abs(between).max() < 0.05


def test_too_few_features_are_told(folder, tmp_path):
    with pytest.raises(DataError, match="add pictures with detail"):
        vocabulary.learn(folder, tmp_path / "a.npz", words=4096)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="no picture that can be read"):
        vocabulary.learn(tmp_path / "empty", tmp_path / "a.npz")
