"""Figures of merit against slow loops and figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindseye import metrics


@st.composite
def answers(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities (n, classes) without ties, and labels (n,)."""
    n, classes = draw(st.integers(1, 40)), draw(st.integers(2, 6))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    scores = np.exp(rng.normal(0, draw(st.sampled_from([0.1, 1.0, 20.0])), (n, classes)))
    return scores / scores.sum(axis=1, keepdims=True), rng.integers(0, classes, n)


def best(row: np.ndarray) -> int:
    return max(range(len(row)), key=lambda i: row[i])


BY_HAND = np.array([[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.1, 0.0, 0.9], [0.5, 0.3, 0.2]])
TRUTH = np.array([0, 1, 1, 2])


def test_figures_worked_out_by_hand():
    assert metrics.accuracy(BY_HAND, TRUTH) == 0.5
    expected = -(math.log(0.7) + math.log(0.4) + math.log(1e-12) + math.log(0.2)) / 4
    assert metrics.log_loss(BY_HAND, TRUTH) == pytest.approx(expected)
    assert metrics.confusion(BY_HAND, TRUTH).tolist() == [[1, 0, 0], [0, 1, 1], [1, 0, 0]]
    # Two bins: 0.4 alone below 0.5 (right), the others above (confidence 0.7, one of three right).
    gaps = 0.25 * abs(0.4 - 1.0) + 0.75 * abs((0.7 + 0.9 + 0.5) / 3 - 1 / 3)
    assert metrics.expected_calibration_error(BY_HAND, TRUTH, bins=2) == pytest.approx(gaps)


def test_a_wrong_answer_of_full_confidence_costs_much_but_not_infinitely():
    assert metrics.log_loss(np.array([[1.0, 0.0]]), np.array([1])) == pytest.approx(12 * math.log(10))


def test_full_confidence_falls_into_the_last_bin():
    certain = np.array([[1.0, 0.0], [0.98, 0.02]])
    assert metrics.expected_calibration_error(certain, np.array([0, 1])) == pytest.approx(abs(0.99 - 0.5))


@given(answers())
def test_accuracy_and_confusion_count_one_by_one(given_answers):
    probabilities, labels = given_answers
    counts = [[0] * probabilities.shape[1] for _ in range(probabilities.shape[1])]
    for row, label in zip(probabilities, labels, strict=True):
        counts[label][best(row)] += 1
    assert metrics.confusion(probabilities, labels).tolist() == counts
    right = sum(counts[i][i] for i in range(len(counts)))
    assert metrics.accuracy(probabilities, labels) == pytest.approx(right / len(labels))


@given(answers())
def test_log_loss_is_the_mean_surprise(given_answers):
    probabilities, labels = given_answers
    losses = [-math.log(max(row[label], 1e-12)) for row, label in zip(probabilities, labels, strict=True)]
    assert metrics.log_loss(probabilities, labels) == pytest.approx(sum(losses) / len(losses))


@given(answers(), st.integers(1, 20))
def test_calibration_error_is_the_weighted_gap_of_each_bin(given_answers, bins):
    probabilities, labels = given_answers
    gathered: dict[int, list[tuple[float, bool]]] = {}
    for row, label in zip(probabilities, labels, strict=True):
        place = next(b for b in range(bins) if row.max() * bins < b + 1 or b == bins - 1)
        gathered.setdefault(place, []).append((float(row.max()), best(row) == label))
    gap = 0.0
    for members in gathered.values():
        confidence = sum(p for p, _ in members) / len(members)
        share_right = sum(right for _, right in members) / len(members)
        gap += len(members) / len(labels) * abs(confidence - share_right)
    assert metrics.expected_calibration_error(probabilities, labels, bins) == pytest.approx(gap, abs=1e-9)


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=60))
def test_percentiles_lie_between_the_two_nearest_of_the_sorted_times(times):
    ordered = sorted(times)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
        return low + (high - low) * (place - math.floor(place))

    assert metrics.percentiles(times) == (pytest.approx(at(0.5)), pytest.approx(at(0.95)))


# ── what a search found ─────────────────────────────────────────────────────────────────────────────────────────────


def places(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int64)


def test_average_precision_worked_out_by_hand():
    # Positives 1, 2, 3 at ranks 1, 3 and 6: precisions 1/1, 2/3, 3/6.
    assert metrics.average_precision(places(1, 9, 2, 8, 7, 3), places(1, 2, 3)) == pytest.approx(
        (1 + 2 / 3 + 1 / 2) / 3
    )


def test_junk_is_as_if_it_were_not_there():
    with_junk = metrics.average_precision(places(9, 1, 8, 2), places(1, 2), junk=places(9))
    assert with_junk == pytest.approx((1 + 2 / 3) / 2)
    assert metrics.recall_at(1, places(9, 1, 8), places(1), places(9)) == 1.0
    assert metrics.recall_at(1, places(9, 1, 8), places(1)) == 0.0


def test_a_positive_that_was_never_found_counts_nothing():
    assert metrics.average_precision(places(5, 6), places(5, 7)) == 0.5
    assert metrics.average_precision(places(), places(5)) == 0.0


def test_a_query_without_positives_is_refused():
    with pytest.raises(ValueError, match="without positives"):
        metrics.average_precision(places(1, 2), places())


def test_ns_score_counts_the_query_itself_and_the_first_three():
    assert metrics.ns_score(places(1, 2, 3, 4), places(1, 2, 3)) == 4.0
    assert metrics.ns_score(places(1, 9, 3, 2), places(1, 2, 3)) == 3.0
    assert metrics.ns_score(places(9, 8, 7, 1), places(1, 2, 3)) == 1.0


def test_precision_at_and_recall_at_look_at_the_first_few_only():
    ranking, positives = places(4, 1, 5, 2), places(1, 2)
    assert [metrics.precision_at(k, ranking, positives) for k in (1, 2, 4)] == [0.0, 0.5, 0.5]
    assert [metrics.recall_at(k, ranking, positives) for k in (1, 2, 4)] == [0.0, 1.0, 1.0]
    assert metrics.mean_average_precision([0.5, 1.0]) == 0.75


@given(st.integers(1, 30), st.integers(0, 10_000))
def test_average_precision_is_the_area_counted_one_hit_at_a_time(count, seed):
    rng = np.random.default_rng(seed)
    ranking = rng.permutation(count)
    positives, junk = ranking[rng.random(count) < 0.4], ranking[rng.random(count) < 0.2]
    junk = np.setdiff1d(junk, positives)
    if not len(positives):
        return
    found = seen = 0
    total = 0.0
    for place in ranking.tolist():
        if place in junk.tolist():
            continue
        seen += 1
        if place in positives.tolist():
            found += 1
            total += found / seen
    assert metrics.average_precision(ranking, positives, junk) == pytest.approx(total / len(positives))


def test_auroc_is_how_often_an_own_one_beats_a_stranger():
    rng = np.random.default_rng(1)
    own, strange = rng.integers(2, 9, 40).astype(float), rng.integers(0, 7, 30).astype(float)
    duels = [1.0 if a > b else 0.5 if a == b else 0.0 for a in own for b in strange]
    assert metrics.auroc(own, strange) == pytest.approx(sum(duels) / len(duels))


def test_a_perfect_ranking_of_a_small_class_is_perfect_where_that_is_meant():
    ranking, positives = np.array([4, 2, 9, 1, 0, 3, 5]), np.array([9, 2, 4])
    assert metrics.precision_at(6, ranking, positives) == 0.5
    assert metrics.attainable_precision_at(6, ranking, positives) == 1.0
    assert metrics.attainable_precision_at(2, ranking, positives) == 1.0
    assert metrics.r_precision(ranking, positives) == 1.0
    assert metrics.r_precision(ranking[::-1], positives) == 0.0
    assert metrics.attainable_precision_at(6, ranking[::-1], positives) == pytest.approx(2 / 3)
