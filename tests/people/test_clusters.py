"""Clustering, against a slow version that tries every pair again and again."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mindseye.people.clusters import cluster


def drawn(seed: int, count: int, people: int, spread: float = 0.5):
    """Return vectors (count, 8) around so many centres."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(people, 8))
    mixed = centres[rng.integers(0, people, count)] + spread * rng.normal(size=(count, 8))
    return np.ascontiguousarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), np.float32)


def slowly(vectors, pictures, least):
    """Join the pair of clusters with the highest average cosine, as long as there is one that may be joined."""
    clusters = [[row] for row in range(len(vectors))]
    cosines = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    while True:
        best = max(
            (
                (cosines[np.ix_(a, b)].mean(), i, j)
                for (i, a), (j, b) in itertools.combinations(enumerate(clusters), 2)
                if not {pictures[row] for row in a} & {pictures[row] for row in b}
            ),
            default=(-1.0, 0, 0),
        )
        if best[0] < least:
            return sorted((sorted(rows) for rows in clusters), key=lambda rows: rows[0])
        _, i, j = best
        clusters[i] = clusters[i] + clusters.pop(j)


@given(st.integers(0, 10_000), st.integers(1, 14), st.integers(1, 4), st.integers(4, 20))
@settings(max_examples=60)
def test_clusters_are_those_of_the_slow_version(seed, count, people, pictures):
    vectors = drawn(seed, count, people)
    shown = np.random.default_rng(seed).integers(0, pictures, count)
    assert cluster(vectors, shown, [], 0.6) == slowly(vectors, shown.tolist(), 0.6)


def test_many_faces_of_few_people_fall_into_these_people():
    vectors = drawn(3, 600, 5, spread=0.1)
    found = cluster(vectors, np.arange(600), [], 0.8)
    assert len(found) == 5
    assert sorted(row for rows in found for row in rows) == list(range(600))
    for rows in found:
        assert float((vectors[rows] @ vectors[rows].T).min()) > 0.6


@given(st.integers(0, 10_000), st.integers(2, 40))
@settings(max_examples=60)
def test_two_faces_of_one_picture_and_two_people_are_never_joined_and_what_was_together_stays(seed, count):
    rng = np.random.default_rng(seed)
    vectors, pictures = drawn(seed, count, 2, spread=0.3), rng.integers(0, count, count)
    _, first = np.unique(pictures, return_index=True)  # rows of different pictures: what may be together
    start = [[int(row)] for row in first[:2]] + ([sorted(int(row) for row in first[2:4])] if len(first) > 3 else [])
    rejected = {int(row): [1 + int(rng.integers(2))] for row in rng.integers(0, count, 3) if [row] not in start[:2]}
    found = cluster(vectors, pictures, start, 0.5, dict(zip(range(len(start)), (1, 2), strict=False)), 0.5, rejected)
    place = {row: number for number, rows in enumerate(found) for row in rows}
    assert sorted(place) == list(range(count))
    for rows in found:
        if not any(set(rows) == set(given) for given in start):
            assert len({int(pictures[row]) for row in rows}) == len(rows)
    assert all(len({place[row] for row in given}) == 1 for given in start)
    if len(start) > 1:
        assert place[start[0][0]] != place[start[1][0]]
        for row, (person,) in rejected.items():
            assert place[row] != place[start[person - 1][0]] or [row] in start


def test_a_person_is_joined_only_by_what_is_surely_theirs():
    one, near, far = np.eye(8, dtype=np.float32)[0], np.zeros(8, np.float32), np.zeros(8, np.float32)
    near[:2], far[:2] = (0.95, np.sqrt(1 - 0.95**2)), (0.85, -np.sqrt(1 - 0.85**2))
    vectors = np.stack([one, near, far])
    found = cluster(vectors, np.arange(3), [[0]], 0.8, {0: 7}, 0.9)
    assert found == [[0, 1], [2]]


def test_faces_that_nobody_confirmed_do_not_draw_others_to_a_person():
    angle = np.deg2rad([0, 25, 50])
    vectors = np.stack([np.cos(angle), np.sin(angle)], 1).astype(np.float32)
    vectors = np.ascontiguousarray(np.pad(vectors, ((0, 0), (0, 6))))
    arguments = (vectors, np.arange(3), [[0, 1]], 0.75, {0: 7}, 0.75)
    assert cluster(*arguments) == [[0, 1, 2]]  # the average of both is like enough
    assert cluster(*arguments, silent={1}) == [[0, 1], [2]]  # the one that was confirmed is not


def test_new_faces_join_groups_as_they_are():
    vectors = drawn(5, 60, 3, spread=0.1)
    before = cluster(vectors[:40], np.arange(40), [], 0.8)
    after = cluster(vectors, np.arange(60), before, 0.8)
    assert all(any(set(rows) <= set(later) for later in after) for rows in before)
    assert after == cluster(vectors, np.arange(60), before, 0.8)
    assert len(after) == 3


@pytest.mark.parametrize("count", [0, 1])
def test_no_face_and_one_face_are_no_trouble(count):
    assert cluster(drawn(1, count, 1), np.arange(count), [], 0.5) == [[row] for row in range(count)]
