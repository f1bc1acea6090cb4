"""What each cell adds: shares sum to the vector, contributions to the score."""

from __future__ import annotations

import numpy as np
import pytest

from mindseye.descriptors import shares
from mindseye.descriptors.kinds import KINDS
from mindseye.descriptors.pooling import unit
from mindseye.descriptors.projections import Projection
from mindseye.descriptors.seen import Seen
from tests.descriptors.test_pooling import features_of

NAMES = [name for name, kind in KINDS.items() if kind.shares]
rng = np.random.default_rng(11)
PARTS = Projection(
    "pwa", "", np.zeros((0, 0), np.float32), np.zeros(0, np.float32), np.array([1, 4]), rng.normal(size=(3, 6))
)


def seen_of(seed: int) -> Seen:
    dice = np.random.default_rng(seed)
    logits, classifier = dice.normal(0, 2, 12), dice.normal(0, 1, (12, 6))
    return Seen(features_of(seed, 5, 7), logits.astype(np.float32), classifier=classifier.astype(np.float32))


@pytest.mark.parametrize("name", NAMES)
def test_shares_of_all_cells_add_up_to_the_vector(name):
    seen = seen_of(21)
    parts = KINDS[name].shares(seen, PARTS)
    assert parts.shape[:2] == (5, 7)
    np.testing.assert_allclose(parts.sum(axis=(0, 1)), KINDS[name].pool(seen, PARTS), rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_contributions_add_up_to_the_score(name):
    seen = seen_of(22)
    pooled = unit(KINDS[name].pool(seen, PARTS))
    axes = np.random.default_rng(1).normal(size=(4, len(pooled))).astype(np.float32)
    offset = np.array([0.3, -0.2, 0.1, 0.0], np.float32)
    query = unit(np.array([1.0, -2.0, 0.5, 1.5], np.float32))
    score = float(query @ unit(axes @ pooled + offset))
    contributions = shares.to_score(KINDS[name].shares(seen, PARTS), query, axes, offset)
    assert contributions.sum() == pytest.approx(score, abs=1e-4)


def test_a_cell_without_features_adds_nothing_but_its_part_of_the_constant():
    features = features_of(5, 3, 3)
    features[0, 0] = 0.0
    axes, offset = np.eye(6, dtype=np.float32), np.zeros(6, np.float32)
    query = unit(np.ones(6, np.float32))
    assert shares.to_score(shares.spoc(features), query, axes, offset)[0, 0] == 0.0


def test_the_cell_with_the_maximum_owns_the_channel_and_equals_share_it():
    features = np.zeros((2, 2, 2), np.float32)
    features[0, 1, 0] = 4.0
    features[:, 0, 1] = 2.0
    parts = shares.mac(features)
    assert parts[0, 1, 0] == 4.0
    assert parts[:, 0, 1].tolist() == [1.0, 1.0]
