"""Re-ranking and fusion against loops that follow the papers, and what they are for."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mindseye import ranking
from mindseye.errors import NotFoundError
from mindseye.ranking.arrays import best, neighbours
from mindseye.ranking.database_augmentation import database_augmentation
from mindseye.ranking.diffusion import conjugate_gradients, diffusion
from mindseye.ranking.fusion import reciprocal_rank, z_norm
from mindseye.ranking.k_reciprocal import k_reciprocal
from mindseye.ranking.query_expansion import average, weighted


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def scene(seed: int = 4, n: int = 40, dim: int = 8):
    """A query, candidates and their cosines."""
    rng = np.random.default_rng(seed)
    query, candidates = unit(rng.normal(size=dim) + 1), unit(rng.normal(size=(n, dim)) + 1)
    return query, candidates, candidates @ query


def ordered(values):
    return sorted(range(len(values)), key=lambda i: (-values[i], i))


def test_average_expansion_is_the_cosine_with_the_mean_of_the_first_few():
    query, candidates, scores = scene()
    mean = query.astype(float) + sum(candidates[i].astype(float) for i in ordered(scores)[:5])
    np.testing.assert_allclose(average(query, candidates, scores, 5), candidates @ unit(mean), rtol=1e-4)


def test_weighted_expansion_weighs_each_hit_by_a_power_of_its_score():
    query, candidates, scores = scene(5)
    mixed = query.astype(float)
    for i in ordered(scores)[:6]:
        mixed = mixed + max(0.0, float(scores[i])) ** 3 * candidates[i]
    np.testing.assert_allclose(weighted(query, candidates, scores, 6, 3.0), candidates @ unit(mixed), rtol=1e-4)


def test_augmentation_replaces_every_vector_by_the_mix_of_its_neighbours():
    query, candidates, scores = scene(6, 25)
    everyone = [query, *candidates]
    mixed = []
    for one in everyone:
        cosines = [float(one @ other) for other in everyone]
        near = ordered(cosines)[:5]  # itself and four others
        mixed.append(unit(sum(max(0.0, cosines[i]) ** 2 * everyone[i] for i in near)))
    expected = [float(mixed[0] @ other) for other in mixed[1:]]
    np.testing.assert_allclose(database_augmentation(query, candidates, scores, 4, 2.0), expected, rtol=1e-4)


def slow_k_reciprocal(query, candidates, k1, k2, own):
    """Zhong et al. 2017, with sets as the paper has them."""
    everyone = np.vstack([query, candidates]).astype(float)
    n = len(everyone)
    distance = [[max(0.0, 2 - 2 * float(a @ b)) for b in everyone] for a in everyone]
    distance = [[d / max(row) for d in row] for row in distance]
    near = [sorted(range(n), key=lambda j: (distance[i][j], j)) for i in range(n)]

    def mutual(i, k):
        return {j for j in near[i][: k + 1] if i in near[j][: k + 1]}

    views = []
    for i in range(n):
        members = set(mutual(i, k1))
        for j in mutual(i, k1):
            half = mutual(j, max(1, round(k1 / 2)))
            if len(mutual(i, k1) & half) >= 2 / 3 * len(half) - 1e-6:
                members |= half
        total = sum(math.exp(-distance[i][j]) for j in members)
        views.append([math.exp(-distance[i][j]) / total if j in members else 0.0 for j in range(n)])
    views = [[sum(views[j][c] for j in near[i][:k2]) / k2 for c in range(n)] for i in range(n)]
    scores = []
    for i in range(1, n):
        low = sum(map(min, zip(views[0], views[i], strict=True)))
        high = sum(map(max, zip(views[0], views[i], strict=True)))
        scores.append(1 - (1 - own) * (1 - low / high) - own * distance[0][i])
    return scores


def test_k_reciprocal_is_what_the_paper_s_sets_give():
    query, candidates, scores = scene(8, 30)
    expected = slow_k_reciprocal(query, candidates, 6, 3, 0.3)
    np.testing.assert_allclose(k_reciprocal(query, candidates, scores, 6, 3, 0.3), expected, rtol=1e-3, atol=1e-4)


def test_diffusion_solves_the_walk_that_a_direct_solver_solves():
    query, candidates, scores = scene(9, 30)
    everyone = np.vstack([query, candidates])
    n, links = len(everyone), np.zeros((31, 31))
    cosines = (everyone @ everyone.T).astype(float)
    near = [set(ordered([c if j != i else -2 for j, c in enumerate(cosines[i])])[:5]) for i in range(n)]
    for i in range(n):
        for j in range(n):
            chosen = (j in near[i] and i in near[j]) if i and j else (j in near[0] if i == 0 else i in near[0])
            links[i, j] = max(0.0, cosines[i, j]) ** 3 if chosen else 0.0
    degree = links.sum(axis=1)
    scale = [d**-0.5 if d else 0.0 for d in degree]
    walk = np.array([[links[i, j] * scale[i] * scale[j] for j in range(n)] for i in range(n)])
    flow = np.linalg.solve(np.eye(n) - 0.8 * walk, np.eye(n)[0])
    found = diffusion(query, candidates, scores, 5, 0.8)
    np.testing.assert_allclose(found, flow[1:] / flow[0], rtol=1e-3, atol=1e-5)


def test_conjugate_gradients_stop_at_the_answer():
    matrix, wanted = np.array([[4.0, 1.0], [1.0, 3.0]]), np.array([1.0, 2.0])
    np.testing.assert_allclose(conjugate_gradients(matrix, wanted), [1 / 11, 7 / 11], rtol=1e-9)
    assert not conjugate_gradients(matrix, np.zeros(2)).any()


def bent_band():
    """Twelve steps of 10° that lead from the query away to 120°, and a stranger at −65°, which is nearer than 70°."""
    angles = np.radians([0, *range(10, 121, 10), -65])
    points = unit(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    return points[0], points[1:], points[1:] @ points[0]


def test_diffusion_goes_round_a_bend_that_cosines_cut_off():
    query, candidates, scores = bent_band()
    stranger, last = len(candidates) - 1, len(candidates) - 2
    assert scores[stranger] > scores[last]
    flow = diffusion(query, candidates, scores, count=2, alpha=0.99)
    assert flow[last] > flow[stranger]


@pytest.mark.parametrize("name", ranking.METHODS)
def test_every_method_puts_a_tight_group_before_strangers(name):
    rng = np.random.default_rng(2)
    group = unit(rng.normal(size=16) + 0.35 * rng.normal(size=(8, 16)))
    strangers = unit(rng.normal(size=(60, 16)))
    candidates = np.vstack([group[1:], strangers]).astype(np.float32)
    scores = candidates @ group[0]
    again = ranking.method(name)(group[0], candidates, scores)
    assert again.shape == scores.shape
    assert set(ordered(again)[:7]) == set(range(7))


@pytest.mark.parametrize("name", ranking.METHODS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_method_takes_very_few_candidates_and_writes_into_none(name, count):
    query, candidates, scores = scene(3, count)
    before = query.copy(), candidates.copy(), scores.copy()
    assert np.isfinite(ranking.method(name)(query, candidates, scores)).all()
    for old, new in zip(before, (query, candidates, scores), strict=True):
        np.testing.assert_array_equal(old, new)


def test_an_unknown_method_lists_the_known_ones():
    assert ranking.DEFAULT in {"none", *ranking.METHODS}
    with pytest.raises(NotFoundError, match="known: aqe, alpha-qe, dba, k-reciprocal, diffusion"):
        ranking.method("magic")


def test_reciprocal_rank_adds_one_over_sixty_and_the_rank():
    scores = np.array([[0.9, 0.5, 0.1], [10.0, 30.0, 20.0]], np.float32)
    expected = [0.5 / 61 + 0.5 / 63, 0.5 / 62 + 0.5 / 61, 0.5 / 63 + 0.5 / 62]
    np.testing.assert_allclose(reciprocal_rank(scores), expected, rtol=1e-5)
    np.testing.assert_allclose(reciprocal_rank(scores, [1, 0]), [1 / 61, 1 / 62, 1 / 63], rtol=1e-5)


def test_z_norm_makes_lists_of_any_scale_count_alike():
    scores = np.array([[0.2, 0.4, 0.9], [300.0, 100.0, 200.0]], np.float32)
    by_hand = np.mean([(row - row.mean()) / row.std() for row in scores.astype(float)], axis=0)
    np.testing.assert_allclose(z_norm(scores), by_hand, atol=1e-5)
    np.testing.assert_allclose(z_norm(scores * [[1], [50]]), by_hand, atol=1e-5)
    assert not z_norm(np.ones((1, 3), np.float32)).any()


def test_weights_that_do_not_fit_the_lists_are_refused():
    for weights in ([1.0], [1.0, -1.0], [0.0, 0.0]):
        with pytest.raises(ValueError, match="as many weights"):
            z_norm(np.zeros((2, 3), np.float32), weights)


def test_neighbours_and_best_are_sorted_and_never_more_than_there_are():
    table = np.random.default_rng(0).random((5, 9)).astype(np.float32)
    for i, row in enumerate(neighbours(table, 4)):
        assert row.tolist() == ordered(table[i])[:4]
    assert neighbours(table, 20).shape == (5, 9)
    assert best(np.array([1.0, 3.0, 3.0, 2.0], np.float32), 3).tolist() == [1, 2, 3]
