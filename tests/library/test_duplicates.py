"""Near-duplicates: which pairs are close, which groups they make, which picture of a group is suggested."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from mindseye.library import duplicates
from mindseye.library.records import Picture


def unit_rows(count: int, dim: int, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def picture(number: int, width: int = 100, height: int = 100, size: int = 1000) -> Picture:
    when = datetime(2026, 1, 1)
    name = f"{number}.jpg"
    return Picture(
        number, name, "", name, 1, width, height, size, "JPEG", None, when, f"{number:064x}", copies=1, removed=False
    )


@pytest.mark.parametrize("block", [3, 512])
def test_close_pairs_are_those_that_a_double_loop_finds(monkeypatch, block):
    monkeypatch.setattr(duplicates, "BLOCK", block)
    rows = unit_rows(40, 6, seed=1)
    rows[17], rows[31] = rows[4], rows[4]
    expected = {(a, b) for a in range(40) for b in range(a + 1, 40) if float(rows[a] @ rows[b]) >= 0.7}
    found = duplicates.close_pairs(rows, 0.7)
    assert {(4, 17), (4, 31), (17, 31)} <= expected
    assert sorted(map(tuple, found.tolist())) == sorted(expected)


def test_pictures_that_hang_together_by_others_are_one_group():
    pairs = np.array([[0, 3], [3, 5], [1, 2], [5, 7]])
    assert sorted(duplicates.joined(pairs, 9)) == [[0, 3, 5, 7], [1, 2]]


def test_no_pairs_make_no_groups():
    assert duplicates.joined(np.zeros((0, 2), np.int64), 5) == []


def test_the_picture_with_most_pixels_is_suggested():
    best, reason = duplicates.best_of([picture(1), picture(2, width=200), picture(3)])
    assert (best.id, reason) == (2, "most pixels")


def test_of_the_same_pixels_the_least_compressed_is_suggested():
    best, reason = duplicates.best_of([picture(1), picture(2, size=5000), picture(3, width=50, size=9000)])
    assert (best.id, reason) == (2, "least compressed")


def test_of_equal_ones_the_first_is_suggested():
    best, reason = duplicates.best_of([picture(3), picture(1), picture(2)])
    assert (best.id, reason) == (1, "came first")


def test_a_chain_is_no_group_every_member_looks_like_the_best():
    angles = np.radians([0, 20, 40, 60])  # each is near the next, the ends are not
    vectors = np.stack([np.cos(angles), np.sin(angles)], 1).astype(np.float32)
    pictures = {1: picture(1, width=900), 2: picture(2), 3: picture(3, width=500), 4: picture(4)}
    ids = np.array([1, 2, 3, 4])
    groups = duplicates.split(pictures, ids, vectors, [0, 1, 2, 3], least=0.9)
    assert [group.ids for group in groups] == [(1, 2), (3, 4)]
    assert groups[0].least_score == pytest.approx(np.cos(np.radians(20)), abs=1e-6)
