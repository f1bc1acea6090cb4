"""Learning a head: what scikit-learn does in one line, done again by hand."""

from __future__ import annotations

import numpy as np
import pytest

from mindseye.teach import learning
from mindseye.teach.learning import Head


def clusters(count: int, classes: int, spread: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return features (n, 2, 16) of unit length around a corner for each class, and labels."""
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(classes), count)
    corners = np.eye(16)[labels][:, None] + spread * rng.normal(size=(len(labels), 2, 16))
    return (corners / np.linalg.norm(corners, axis=2, keepdims=True)).astype(np.float32), labels


def test_the_head_minimises_the_penalised_log_loss():
    features, labels = clusters(30, 3, 0.5)
    head = learning.fit(features, labels, 3, strength=2.0, steps=2000)
    flat, twice = features.reshape(-1, 16).astype(np.float64), np.repeat(labels, 2)

    def objective(weights, bias):
        logits = flat @ weights.T + bias
        powers = np.exp(logits)
        own = np.array([powers[i, label] / powers[i].sum() for i, label in enumerate(twice)])
        return (weights**2).sum() / 2 - 2.0 * np.log(own).sum()

    best = objective(head.weights, head.bias)
    rng = np.random.default_rng(2)
    for _ in range(20):  # a convex function: no step in any direction may lead lower
        step = 0.05 * rng.normal(size=head.weights.shape), 0.05 * rng.normal(size=head.bias.shape)
        assert objective(head.weights + step[0], head.bias + step[1]) > best - 1e-3


def test_two_classes_have_a_row_each():
    features, labels = clusters(20, 2, 0.3)
    head = learning.fit(features, labels, 2, 10.0)
    assert head.weights.shape == (2, 16)
    assert (head.logits(features[:, 0]).argmax(axis=1) == labels).mean() > 0.9
    np.testing.assert_allclose(head.weights[0], -head.weights[1])


def test_a_class_that_was_not_there_is_never_the_answer():
    features, labels = clusters(20, 3, 0.3)
    known = labels != 1
    head = learning.fit(features[known], labels[known], 3, 10.0)
    assert not (head.logits(features[:, 0]).argmax(axis=1) == 1).any()


def test_a_held_back_answer_does_not_know_its_own_example():
    """With labels that mean nothing, held-back answers are right by chance only, though all can be learned by heart."""
    rng = np.random.default_rng(5)
    features = np.repeat(rng.normal(size=(60, 1, 200)), 2, axis=1).astype(np.float32)
    labels = rng.integers(0, 2, 60)
    folds = learning.folds_of(labels, np.arange(60))
    heart = learning.fit(features, labels, 2, 1e5).logits(features[:, 0])
    held = learning.held_back_logits(features, labels, folds, 2, 1e5)
    assert (heart.argmax(axis=1) == labels).mean() == 1.0
    assert (held.argmax(axis=1) == labels).mean() < 0.7


def test_pictures_that_look_the_same_are_held_back_together():
    labels, groups = np.repeat([0, 1, 2], 20), np.arange(60) // 4
    folds = learning.folds_of(labels, groups)
    for group in np.unique(groups):
        assert len(set(folds[groups == group])) == 1
    assert len(np.unique(folds)) == 5


def test_every_fold_has_its_share_of_each_class():
    labels = np.repeat([0, 1], [50, 20])
    folds = learning.folds_of(labels, np.arange(70))
    assert sorted(np.bincount(folds[labels == 0])) == [10] * 5
    assert sorted(np.bincount(folds[labels == 1])) == [4] * 5


def test_a_class_of_two_gives_two_folds():
    labels = np.array([0, 0, 1, 1, 1, 1, 1])
    assert len(np.unique(learning.folds_of(labels, np.arange(7)))) == 2


@pytest.mark.parametrize("heat", [0.5, 1.0, 3.0])
def test_the_temperature_finds_what_logits_were_multiplied_by(heat):
    rng = np.random.default_rng(3)
    logits = rng.normal(size=(20_000, 3)) * 2
    powers = np.exp(logits)
    chances = powers / powers.sum(axis=1, keepdims=True)
    labels = np.array([rng.choice(3, p=row) for row in chances])
    assert learning.temperature(logits * heat, labels) == pytest.approx(heat, rel=0.05)


def test_few_right_answers_prove_no_certainty():
    logits, labels = np.array([[4.0, 0.0]] * 5 + [[0.0, 4.0]] * 5), np.repeat([0, 1], 5)
    heat = learning.temperature(logits, labels)
    sure = 1 / (1 + np.exp(-4.0 / heat))
    assert sure < 0.95  # five right answers of five: one more might have been wrong


def test_the_live_curve_ends_where_learning_ends():
    features, labels = clusters(20, 3, 0.5)
    held = np.arange(60) % 5 == 0
    told = []
    curve = learning.live_curve(features, labels, held, 3, told.append)
    assert told == curve
    assert [point.step for point in curve] == list(learning.STEPS)
    assert curve[-1].train_loss < curve[0].train_loss
    final = learning.fit(features[~held], labels[~held], 3, learning.USUAL).logits(features[held, 0])
    assert curve[-1].validation_accuracy == pytest.approx(float((final.argmax(1) == labels[held]).mean()), abs=0.1)


def test_a_quarter_of_the_examples_is_a_quarter_of_each_class():
    labels, folds = np.repeat([0, 1], [40, 20]), np.tile(np.arange(5), 12)
    kept = learning._first_share(labels, folds, 0.25)
    assert kept[labels == 0].sum() == 10
    assert kept[labels == 1].sum() == 5


def test_logits_are_weights_times_features_plus_bias():
    head = Head(np.array([[1.0, 2.0], [3.0, -1.0]], np.float32), np.array([0.5, 0.0], np.float32))
    assert head.logits(np.array([[1.0, 1.0]], np.float32)).tolist() == [[3.5, 2.0]]
