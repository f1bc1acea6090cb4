"""Codes and what they tell of angles, against slow arithmetic and against theory."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mindseye.index import codes
from mindseye.index.places import Places
from tests.contracts.test_vector_index import unit


@pytest.mark.parametrize(("dim", "bits"), [(8, 256), (256, 256), (257, 320)])
def test_a_rotation_keeps_inner_products(dim, bits):
    turn = codes.rotation(dim, seed=5)
    assert turn.shape == (dim, bits)
    np.testing.assert_allclose(turn @ turn.T, np.eye(dim), atol=1e-5)
    np.testing.assert_array_equal(turn, codes.rotation(dim, seed=5))


def test_distances_count_the_bits_that_differ():
    rng = np.random.default_rng(1)
    stored, asked = rng.integers(0, 256, (50, 32), dtype=np.uint8), rng.integers(0, 256, (3, 32), dtype=np.uint8)
    slow = [[sum(bin(int(x) ^ int(y)).count("1") for x, y in zip(a, b, strict=True)) for b in stored] for a in asked]
    np.testing.assert_array_equal(codes.distances(stored, asked), slow)


@pytest.mark.parametrize("queries", [1, 3])
def test_threads_share_the_work_without_a_gap(queries, monkeypatch):
    monkeypatch.setattr(codes, "WORTH_A_THREAD", 7)
    monkeypatch.setattr(codes, "_cores", lambda: 4)
    rng = np.random.default_rng(2)
    stored, asked = rng.integers(0, 256, (101, 8), dtype=np.uint8), rng.integers(0, 256, (queries, 8), dtype=np.uint8)
    expected = np.bitwise_count(stored[None] ^ asked[:, None]).sum(axis=2)
    np.testing.assert_array_equal(codes.distances(stored, asked), expected)


def test_estimates_add_up_the_turned_query_with_the_signs_of_the_code():
    stored, query, turn = unit(20, 3, 64), unit(1, 4, 64), codes.rotation(64, seed=1)
    turned = (query @ turn)[0]
    slow = [sum(float(q) if s > 0 else -float(q) for q, s in zip(turned, row @ turn, strict=True)) for row in stored]
    expected = np.array(slow) / math.sqrt(256 * 2 / math.pi)
    np.testing.assert_allclose(codes.estimates(codes.encode(stored, turn), turned), expected, atol=1e-5)


@pytest.mark.parametrize("score", [0.0, 0.3, 0.7, 0.95])
def test_codes_err_as_much_as_theory_says(score):
    """4,000 vectors at one angle to the query: the share within 1, 2, 3 standard deviations is that of a normal law."""
    query, turn = unit(1, 5, 256), codes.rotation(256, seed=2)
    across = unit(4000, 6, 256)
    across -= (across @ query.T) * query
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    stored = codes.encode((score * query + math.sqrt(1 - score**2) * across).astype(np.float32), turn)
    far = codes.distances(stored, codes.encode(query, turn))[0]
    sharp = codes.estimates(stored, (query @ turn)[0])
    for spread, share in ((1, 0.841), (2, 0.977), (3, 0.9987)):
        assert np.mean(far <= codes.radius(score, 256, spread)) >= share - 0.03
        assert np.mean(sharp >= codes.least_estimate(score, 256, spread)) >= share - 0.03


def test_places_follow_the_log_whether_ids_are_close_or_far_apart():
    rng = np.random.default_rng(7)
    for most in (40, 2**40):
        pool = rng.integers(0, most, 30)
        known, dead, places, count = {}, set(), Places(), 0
        for _ in range(30):
            ids = rng.choice(pool, rng.integers(1, 6))
            put = rng.random() < 0.7
            places = places.after(ids + 1 if put else -ids - 1)
            for number in ids.tolist():
                dead |= {known.pop(number)} if number in known else set()
                if put:
                    known[number] = count
                else:
                    dead.add(count)
                count += 1
            assert places.of(pool).tolist() == [known.get(number, -1) for number in pool.tolist()]
            assert sorted(places.dead.tolist()) == sorted(dead)
            assert places.of(np.array([most + 1, 2**62])).tolist() == [-1, -1]
